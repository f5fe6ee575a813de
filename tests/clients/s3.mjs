// An S3 server to try things with: s3rver keeps the objects; in front of it each request is asked
// for its signature (version 4), which s3rver itself does not check, and for what its key may do.
//
//     node s3.mjs FOLDER PORT BUCKET
//
// It says "ready PORT" once it listens. Keys: WRITER may do everything, READER only read.
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";
import aws4 from "aws4";
import S3rver from "s3rver";

const [folder, port, bucket] = process.argv.slice(2);
const SECRETS = { WRITER: "the-secret-of-the-writer", READER: "the-secret-of-the-reader" };
const READS = new Set(["GET", "HEAD"]);
const LATE = 15 * 60 * 1000;

const keeper = new S3rver({
  directory: folder,
  address: "127.0.0.1",
  port: 0,
  silent: true,
  configureBuckets: bucket ? [{ name: bucket }] : [],
});
const behind = await keeper.run();

function refusal(message, body) {
  const part = (name) => new RegExp(`${name}=([^,]+)`).exec(message.headers.authorization ?? "")?.[1];
  const [key, , region] = (part("Credential") ?? "").split("/");
  if (!(key in SECRETS)) return "InvalidAccessKeyId";
  const date = message.headers["x-amz-date"] ?? "";
  const sent = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(Date.now() - sent) < LATE)) return "RequestTimeTooSkewed";
  const headers = {};
  for (const name of part("SignedHeaders").split(";")) headers[name] = message.headers[name];
  const said = message.headers["x-amz-content-sha256"];
  if (/^[0-9a-f]{64}$/.test(said) && said !== createHash("sha256").update(body).digest("hex"))
    return "XAmzContentSHA256Mismatch";
  const { method, url: path } = message;
  const extraHeadersToInclude = Object.fromEntries(Object.keys(headers).map((name) => [name, true]));
  const asked = { method, path, service: "s3", region, headers, extraHeadersToInclude };
  const signed = aws4.sign(asked, { accessKeyId: key, secretAccessKey: SECRETS[key] });
  if (!signed.headers.Authorization.endsWith(`Signature=${part("Signature")}`))
    return "SignatureDoesNotMatch";
  if (key === "READER" && !READS.has(method)) return "AccessDenied";
  return "";
}

const front = createServer((message, answer) => {
  const parts = [];
  message.on("data", (part) => parts.push(part));
  message.on("end", () => {
    const body = Buffer.concat(parts);
    const code = refusal(message, body);
    if (code) {
      answer.writeHead(403, { "content-type": "application/xml" });
      answer.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
      return;
    }
    const headers = { ...message.headers };
    headers.authorization = headers.authorization.replace(/Credential=\w+/, "Credential=S3RVER");
    const { method, url: path } = message;
    const on = { host: "127.0.0.1", port: behind.port, method, path, headers };
    const forward = request(on, (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    forward.on("error", () => answer.destroy());
    forward.end(body);
  });
});
front.listen(Number(port), "127.0.0.1", () => console.log(`ready ${front.address().port}`));
