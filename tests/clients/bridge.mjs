// Lets tests in Python use client libraries of JavaScript: one JSON line asks, one line answers.
//
//   {"at": "v1.accounts.$select('1').follow" as a list of steps, "with": [arguments]}
//
// Names of masto's entities come back as the server wrote them, with underscores.

import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";
import generator, { detector } from "megalodon";
import WebSocket from "ws";

// masto wants both, and node has them from version 22 on.
globalThis.WebSocket ??= WebSocket;
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
// Answers go out by stdout; what a library says goes elsewhere.
console.log = console.error;

const MOST_PAGES = 60;
const held = {};
const heard = [];

const hear = (event, payload) => heard.push({ event, payload });

// Says when a connection ends, which masto keeps to itself.
class Told extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("close", ({ code }) => hear("closed", code));
  }
}

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [snake(k), plain(v)]));
}

function walk(root, steps, given) {
  let here = root;
  for (const step of steps.slice(0, -1)) here = step.select ? here.$select(step.select) : here[step];
  return here[steps.at(-1)](...given);
}

const asks = {
  masto: {
    open({ url, token }) {
      held.oauth = createOAuthAPIClient({ url });
      held.rest = createRestAPIClient({ url, accessToken: token });
      return {};
    },
    async call({ on = "rest", at, given = [] }) {
      return plain(await walk(held[on], at, given));
    },
    async pages({ at, given = [] }) {
      const pages = [];
      for await (const page of walk(held.rest, at, given)) {
        pages.push(plain(page));
        if (pages.length > MOST_PAGES) throw new Error("no end of pages");
      }
      return pages;
    },
    async upload({ path, description }) {
      const file = new Blob([readFileSync(path)], { type: "image/png" });
      return plain(await held.rest.v2.media.create({ file, description }));
    },
    async listen({ url, token }) {
      const client = createStreamingAPIClient({
        streamingApiUrl: url, accessToken: token, implementation: Told,
      });
      held.deafen = () => client.close();
      await client.prepare(); // it waits a second before it opens the connection
      const stream = client.user.subscribe();
      (async () => {
        for await (const said of stream) hear(said.event, plain(said.payload));
      })().catch(() => {});
      return {};
    },
  },
  megalodon: {
    async open({ url, token }) {
      held.kind = await detector(url);
      held.rest = generator(held.kind, url, token);
      return { kind: held.kind };
    },
    async call({ at, given = [] }) {
      const said = await held.rest[at](...given);
      return said.data ?? said;
    },
    async linked({ at, given = [] }) {
      const said = await held.rest[at](...given);
      return { data: said.data, link: said.headers.link ?? "" };
    },
    async upload({ path, description }) {
      return (await held.rest.uploadMedia(createReadStream(path), { description })).data;
    },
    async listen() {
      const stream = await held.rest.userStreaming();
      held.deafen = () => stream.stop();
      for (const event of ["update", "notification", "delete"]) {
        stream.on(event, (payload) => hear(event, payload));
      }
      stream.on("status_update", (payload) => hear("status.update", payload));
      stream.on("error", () => {});
      stream._client.addEventListener("close", ({ code }) => hear("closed", code));
      return {};
    },
  },
};

// What the node said when it said no, in whichever way the library tells it.
function refusal(error) {
  if (error.statusCode) return { status: error.statusCode, said: error.message };
  const { status, data } = error.response ?? {};
  return status ? { status, said: data?.error ?? "" } : null;
}

const chosen = {
  ...asks[process.argv[2]],
  heard: () => heard.splice(0),
  deafen: () => { held.deafen?.(); },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { said: (await chosen[ask](given)) ?? null };
  } catch (error) {
    const refused = refusal(error);
    answer = refused ? { refused } : { wrong: `${error.name}: ${error.message} ${error.stack}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
