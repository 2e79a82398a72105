package dev.coffer;

import dev.coffer.account.AccountApi;
import dev.coffer.account.AccountPages;
import dev.coffer.account.InvitationPages;
import dev.coffer.account.SetupApi;
import dev.coffer.account.SetupPages;
import dev.coffer.account.SignInPages;
import dev.coffer.app.AppApi;
import dev.coffer.app.AppPages;
import dev.coffer.app.DeploymentApi;
import dev.coffer.app.DeploymentPages;
import dev.coffer.audit.AuditApi;
import dev.coffer.audit.AuditPages;
import dev.coffer.builtin.BuiltInApi;
import dev.coffer.builtin.BuiltInPages;
import dev.coffer.help.HelpPages;
import dev.coffer.inspection.HealthPages;
import dev.coffer.inspection.HintApi;
import dev.coffer.pipeline.PipelineTokenApi;
import dev.coffer.pipeline.PipelineTokenPages;
import dev.coffer.project.EnvironmentApi;
import dev.coffer.project.EnvironmentPages;
import dev.coffer.project.InvitationApi;
import dev.coffer.project.MemberApi;
import dev.coffer.project.MemberPages;
import dev.coffer.project.OrganizationPages;
import dev.coffer.project.ProjectApi;
import dev.coffer.project.ProjectPages;
import dev.coffer.publication.PublicationApi;
import dev.coffer.publication.PublicationPages;
import dev.coffer.publication.RollbackPages;
import dev.coffer.requirement.DismissalPages;
import dev.coffer.requirement.RequirementApi;
import dev.coffer.requirement.RequirementPages;
import dev.coffer.runtime.RuntimeApi;
import dev.coffer.runtime.VaultApi;
import dev.coffer.runtime.VaultTokenApi;
import dev.coffer.secret.ExamplePages;
import dev.coffer.secret.ImportApi;
import dev.coffer.secret.ImportPages;
import dev.coffer.secret.SecretAddPages;
import dev.coffer.secret.SecretApi;
import dev.coffer.secret.SecretDeletePages;
import dev.coffer.secret.SecretEditPages;
import dev.coffer.secret.SecretLevelsApi;
import dev.coffer.secret.SecretPages;
import dev.coffer.secret.SecretRestorePages;
import dev.coffer.secret.SecretWhyPages;
import dev.coffer.secrettype.SecretTypeApi;
import dev.coffer.secrettype.SecretTypePages;
import dev.coffer.web.ApiDescription;
import dev.coffer.web.Assets;
import dev.coffer.web.Health;
import dev.coffer.web.Metrics;
import dev.coffer.web.VaultStatus;
import dev.coffer.webhook.DeliveryPages;
import dev.coffer.webhook.WebhookApi;
import dev.coffer.webhook.WebhookPages;
import dev.coffer.workspace.ChangePages;
import dev.coffer.workspace.WorkspacePages;

/** All that answers requests, in groups; {@link Routes} gives each its addresses. */
record Handlers(
        Assets assets,
        Health health,
        Metrics metrics,
        ApiDescription apiDescription,
        Projects projects,
        SecretApi secretApi,
        SecretScreens secretPages,
        SecretTypes secretTypes,
        Imports imports,
        Requirements requirements,
        BuiltInScreens builtIns,
        Publishing publishing,
        WebhookScreens webhooks,
        Pipelines pipelines,
        AppScreens apps,
        Workspace workspace,
        Hints hints,
        RuntimeApi runtime,
        Vault vault,
        People people) {

    /** What answers clients of the KV v2 shape. */
    record Vault(VaultStatus status, VaultTokenApi tokens, VaultApi api) {}

    /** What answers for the health of the secrets. */
    record Hints(HintApi api, HealthPages pages) {}

    /** The projects as places to work in, and what their open pages ask. */
    record Workspace(WorkspacePages pages, ChangePages changes) {}

    /** What answers for pipelines' tokens. */
    record Pipelines(PipelineTokenApi api, PipelineTokenPages pages) {}

    /** What answers for apps, their deployments and their tokens. */
    record AppScreens(AppApi api, DeploymentApi deploymentApi, AppPages pages, DeploymentPages deployments) {}

    /** What answers for what a project needs. */
    record Requirements(RequirementApi api, RequirementPages pages, DismissalPages dismissals,
            ExamplePages examples) {}

    /** What answers for secret types. */
    record SecretTypes(SecretTypeApi api, SecretTypePages pages) {}

    /** What answers for imports. */
    record Imports(ImportApi api, ImportPages pages) {}

    /** What answers for the organization's secrets. */
    record BuiltInScreens(BuiltInPages pages, BuiltInApi api) {}

    /** What answers for publications. */
    record Publishing(PublicationApi api, PublicationPages pages, RollbackPages rollback) {}

    /** What answers for webhooks. */
    record WebhookScreens(WebhookApi api, WebhookPages pages, DeliveryPages deliveries) {}

    /** What answers for projects, and for all that is in one but secrets: in browsers, and over the API. */
    record Projects(ProjectPages pages, EnvironmentPages environments, MemberPages members, AuditPages audit,
            OrganizationPages organization, HelpPages help, ProjectApis api) {}

    /** The same over the API. */
    record ProjectApis(ProjectApi projects, EnvironmentApi environments, MemberApi members, InvitationApi invitations,
            AuditApi audit) {}

    /** The pages of a project's secrets. */
    record SecretScreens(SecretPages read, SecretAddPages add, SecretEditPages edit, SecretDeletePages delete,
            SecretRestorePages restore, SecretWhyPages why, SecretLevelsApi levels) {}

    /** How people come in, and what is their own. */
    record People(SignInPages signIn, SetupPages setup, SetupApi setupApi, InvitationPages invitation,
            AccountPages account, AccountApi api) {}
}
