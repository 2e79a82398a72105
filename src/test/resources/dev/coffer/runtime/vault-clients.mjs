// Three clients of the KV v2 shape from npm, as they are. Prints what each call came to, as one JSON object.
import nodeVault from "node-vault";
import { Client } from "@litehex/node-vault";
import HashiVault from "hashi-vault-js";

const endpoint = process.env.COFFER_URL;
const token = process.env.COFFER_TOKEN;
const roleId = process.env.COFFER_ROLE;
const said = {};

async function say(name, call) {
    try {
        said[name] = (await call()) ?? null;
    } catch (error) {
        const answer = error.response;
        said[name] = { refused: answer?.statusCode ?? answer?.status ?? error.message, message: error.message };
    }
}

const one = nodeVault({ apiVersion: "v1", endpoint, token });
await say("node-vault read", () => one.read("secret/data/shop/production"));
await say("node-vault list", () => one.list("secret/metadata/shop"));
await say("node-vault health", () => one.health());
await say("node-vault status", () => one.status());
await say("node-vault mounts", () => one.mounts());
await say("node-vault lookup", () => one.tokenLookupSelf());
await say("node-vault write", () => one.write("secret/data/shop/production", { data: { A: "b" } }));
await say("node-vault delete", () => one.delete("secret/metadata/shop/production"));
await say("node-vault elsewhere", () => one.read("secret/data/other/production"));
await say("node-vault nothing", () => one.read("secret/data/shop"));
await say("node-vault wrong", () => nodeVault({ endpoint, token: "hvs.CAESIJ" }).read("secret/data/shop/production"));
const child = nodeVault({ apiVersion: "v1", endpoint });
await say("node-vault none", () => child.read("secret/data/shop/production"));
await say("node-vault login", () => child.approleLogin({ role_id: roleId, secret_id: token }));
await say("node-vault child read", () => child.read("secret/data/shop/production"));
await say("node-vault renew", () => child.tokenRenewSelf({ increment: "2h" }));
await say("node-vault revoke", () => child.tokenRevokeSelf());
await say("node-vault revoked", () => child.tokenLookupSelf());

// It holds every answer against a list of fields, and gives {error} where one is missing.
const two = new Client({ endpoint, token });
const place = { mountPath: "secret", path: "shop/production" };
await say("litehex read", () => two.kv2.read(place));
await say("litehex list", () => two.kv2.list({ mountPath: "secret", path: "shop" }));
await say("litehex metadata", () => two.kv2.readMetadata(place));
await say("litehex health", () => two.health());
await say("litehex seal", () => two.sealStatus());
await say("litehex mounts", () => two.mounts());
await say("litehex mount", () => two.kv2.info({ mountPath: "secret" }));
await say("litehex write", () => two.kv2.write({ ...place, data: { A: "b" } }));

const three = new HashiVault({ https: false, baseUrl: endpoint + "/v1", rootPath: "secret", timeout: 10000, proxy: false });
let short;
await say("hashi-vault-js login", async () => {
    const login = await three.loginWithAppRole(roleId, token, "auth/approle");
    short = login.client_token;
    return login;
});
await say("hashi-vault-js read", () => three.readKVSecret(short, "shop/production"));
await say("hashi-vault-js version", () => three.readKVSecret(short, "shop/production", 1));
await say("hashi-vault-js list", () => three.listKVSecrets(short, "shop"));
await say("hashi-vault-js write", () => three.createKVSecret(short, "shop/production", { A: "b" }));

console.log(JSON.stringify(said));
