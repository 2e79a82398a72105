package dev.coffer.audit;

import dev.coffer.access.Access;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.Permission;
import dev.coffer.web.Entry;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.List;
import java.util.OptionalLong;

/** The audit log for browsers: a project's, and the organization's. {@code ?check=} walks the whole chain. */
public final class AuditPages {
    private static final int ROWS = 50;

    private final Entry entry;
    private final Ui ui;
    private final AuditLog audit;

    public AuditPages(Entry entry, Ui ui, AuditLog audit) {
        this.entry = entry;
        this.ui = ui;
        this.audit = audit;
    }

    public void project(Context ctx) {
        Access access = entry.project(ctx);
        var after = AuditApi.before(ctx.queryParam("after"));
        var rows = after.isPresent() ? audit.pageAfter(access, after.getAsLong(), ROWS)
                : audit.page(access, AuditApi.before(ctx.queryParam("before")), ROWS);
        var isAll = access.may(Permission.AUDIT_ALL);
        var place = new AuditPage.Place("/projects/%s/audit".formatted(access.project().slug()), "Audit log", isAll);
        var check = isAll && ctx.queryParam("check") != null ? said(audit.firstFault(access)) : null;
        ui.page(ctx, page(ctx, place, rows, check));
    }

    public void organization(Context ctx) {
        OrganizationAccess access = entry.organization(ctx);
        access.requireOwner();
        var after = AuditApi.before(ctx.queryParam("after"));
        var rows = after.isPresent() ? audit.pageAfter(access, after.getAsLong(), ROWS)
                : audit.page(access, AuditApi.before(ctx.queryParam("before")), ROWS);
        var check = ctx.queryParam("check") != null ? said(audit.firstFault(access)) : null;
        ui.page(ctx, page(ctx, new AuditPage.Place("/organization/audit", null, true), rows, check));
    }

    /** Of one row more than is shown: it is the oldest on the way back in time, and the newest on the way forth. */
    private static AuditPage page(Context ctx, AuditPage.Place place, List<AuditRow> rows, AuditPage.Check check) {
        var isMore = rows.size() > ROWS;
        if (ctx.queryParam("after") != null) {
            var shown = isMore ? rows.subList(1, rows.size()) : rows;
            return new AuditPage(place, shown, new AuditPage.Ways(isMore, true), check);
        }
        var shown = isMore ? rows.subList(0, ROWS) : rows;
        return new AuditPage(place, shown, new AuditPage.Ways(ctx.queryParam("before") != null, isMore), check);
    }

    private static AuditPage.Check said(OptionalLong fault) {
        return fault.isEmpty() ? new AuditPage.Check(true, "The log is whole",
                "Every row is there and as it was written.")
                : new AuditPage.Check(false, "The log was altered",
                        "Row %d is not as it was written, or is missing. Rows before it are whole. ".formatted(
                                fault.getAsLong()) + "Compare the database with a backup.");
    }
}
