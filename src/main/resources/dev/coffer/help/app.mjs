const address = `${process.env.COFFER_URL}/api/v1/runtime/secrets`;
const headers = {authorization: `Bearer ${process.env.COFFER_TOKEN}`};

/** All values, or null where nothing changed for so many seconds. */
async function read(seconds) {
  const answer = await fetch(`${address}?wait=${seconds}`, {headers});
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Error(`Coffer answered ${answer.status}`);
  headers["if-none-match"] = answer.headers.get("etag");
  return (await answer.json()).secrets;
}

let secrets = await read(0);
console.log(`Read ${Object.keys(secrets).join(", ")}`);
