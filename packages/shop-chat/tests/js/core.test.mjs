import assert from "node:assert/strict";
import { test } from "node:test";

import { Connection, Conversation, backoff, mayReconnect } from "../../src/shop_chat/static/shop_chat/core.js";

const GEN = "g1";
const say = (seq, more = {}) => ({ type: "message", thread: "t", seq, body: `message ${seq}`, sender: { id: "a", name: "Anna", role: "agent" }, ...more });

/** A server at the other end of fake sockets and fetches, and a clock that is wound by hand. */
function world({ history = [], last = history.length } = {}) {
  const here = { sockets: [], states: [], timers: [], posts: [], asked: [], history, gen: GEN, apiWorks: true };
  class FakeSocket {
    constructor(url) {
      Object.assign(this, { url, sent: [], closed: false });
      here.sockets.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close(code) {
      this.closed = code;
    }
    say(frame) {
      this.onmessage({ data: JSON.stringify(frame) });
    }
    last(type) {
      return this.sent.filter((frame) => frame.type === type).at(-1);
    }
  }
  const fetch = async (url, options = {}) => {
    if (!here.apiWorks) throw new TypeError("no network");
    if (options.method === "POST") {
      const body = JSON.parse(options.body);
      here.posts.push(body);
      return { ok: true, json: async () => ({ ...say(here.history.length + here.posts.length), ...body }) };
    }
    here.asked.push(url);
    const after = Number(new URL(url, "http://x").searchParams.get("after") ?? 0);
    const messages = here.history.filter((message) => message.seq > after);
    const reached = Math.max(last, after);
    return { ok: true, json: async () => ({ gen: here.gen, last_seq: reached, covers: [after + 1, reached], messages }) };
  };
  let ids = 0;
  const conversation = new Conversation();
  const connection = new Connection({
    socketUrl: "ws://x/support/",
    messagesUrl: "/messages/",
    conversation,
    onState: (state) => here.states.push(state),
    onChange: () => {},
    environment: {
      WebSocket: FakeSocket,
      fetch,
      newId: () => `c${(ids += 1)}`,
      setTimeout: (work) => here.timers.push(work),
      clearTimeout: (timer) => timer && (here.timers[timer - 1] = null),
    },
  });
  const settle = () => new Promise((done) => setImmediate(done));
  const socket = () => here.sockets.at(-1);
  const join = async () => {
    socket().say({ type: "welcome", thread: "t", gen: GEN, last_seq: last, heartbeat: 25, me: { id: "me", name: "Me", role: "customer" } });
    await settle();
    socket().say({ type: "synced", thread: "t", gen: GEN, covers: [1, last], last_seq: last });
  };
  const wind = () => here.timers.filter(Boolean).at(-1)();
  const refuseSockets = async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      socket().onclose({ code: 1006 });
      connection.open();
      await settle();
    }
  };
  return { ...here, here, wind, refuseSockets, conversation, connection, socket, settle, join };
}

const numbers = (conversation) => conversation.lines.filter((line) => !line.state).map((line) => line.seq);

test("a new connection loads the history and is ready when it is in step", async () => {
  const { connection, conversation, join, here } = world({ history: [say(1), say(2)] });
  connection.open();
  await join();
  assert.deepEqual(numbers(conversation), [1, 2]);
  assert.equal(here.states.at(-1), "ready");
});

test("the same message twice is shown once, and late ones fall into their place", () => {
  const conversation = new Conversation();
  for (const seq of [3, 1, 3, 2, 1]) conversation.take(say(seq));
  assert.deepEqual(numbers(conversation), [1, 2, 3]);
  assert.equal(conversation.reached, 3);
});

test("a hole is noticed and asked for", async () => {
  const { connection, conversation, join, socket } = world({ history: [say(1)] });
  connection.open();
  await join();
  socket().say(say(3));
  assert.deepEqual(socket().last("hello").threads.t, { gen: GEN, after: 1 });
  socket().say(say(2));
  assert.deepEqual(numbers(conversation), [1, 2, 3]);
});

test("a heartbeat that tells of more than was received fetches it", async () => {
  const { connection, join, socket } = world({ history: [say(1)] });
  connection.open();
  await join();
  const before = socket().sent.length;
  socket().say({ type: "pong", last: { t: 1 } });
  assert.equal(socket().sent.length, before);
  socket().say({ type: "pong", last: { t: 4 } });
  assert.equal(socket().last("hello").threads.t.after, 1);
});

test("an acknowledged message is shown once, whatever comes first", async () => {
  const { connection, conversation, join, socket } = world();
  connection.open();
  await join();
  const id = connection.send("Hello");
  assert.equal(conversation.lines[0].state, "sending");
  socket().say(say(1, { client_id: id, body: "Hello" }));
  socket().say({ type: "ack", client_id: id, thread: "t", seq: 1, body: "Hello", created: "2026-01-01T00:00:00Z", dup: false });
  assert.deepEqual(conversation.lines.map((line) => [line.seq, line.state]), [[1, undefined]]);
});

test("what was not acknowledged is sent again under the same id after a cut", async () => {
  const { connection, join, socket, here } = world();
  connection.open();
  await join();
  const id = connection.send("Hello");
  socket().onclose({ code: 1006 });
  assert.equal(here.states.at(-1), "offline");
  here.timers.filter(Boolean).at(-1)();
  await join();
  assert.deepEqual(socket().last("send"), { type: "send", client_id: id, body: "Hello" });
});

test("a refused message stays, and can be sent again", async () => {
  const { connection, conversation, join, socket } = world();
  connection.open();
  await join();
  const id = connection.send("Hello");
  socket().say({ type: "nack", client_id: id, code: "unavailable" });
  assert.equal(conversation.lines[0].state, "failed");
  connection.retry(id);
  assert.equal(socket().last("send").client_id, id);
});

test("where no socket opens, messages go and come over the API", async () => {
  const { connection, conversation, refuseSockets, here, settle } = world({ history: [say(1)] });
  connection.open();
  await refuseSockets();
  assert.equal(here.states.at(-1), "polling");
  assert.deepEqual(numbers(conversation), [1]);
  connection.send("Hello");
  await settle();
  assert.deepEqual(here.posts.map(({ body }) => body), ["Hello"]);
  assert.equal(conversation.pending.size, 0);
});

test("without a network nothing is called connected, and what was written waits", async () => {
  const { connection, conversation, refuseSockets, here, settle, join } = world();
  connection.open();
  await join();
  here.apiWorks = false;
  await refuseSockets();
  assert.equal(here.states.at(-1), "offline");
  connection.send("Hello");
  await settle();
  assert.equal(conversation.lines[0].state, "sending");
});

test("numbers that began anew are noticed while polling", async () => {
  const { connection, conversation, refuseSockets, here, join } = world({ history: [say(1), say(2)] });
  connection.open();
  await join();
  here.gen = "g2";
  here.history.pop();
  await refuseSockets();
  assert.deepEqual([conversation.gen, numbers(conversation)], ["g2", [1]]);
});

test("a history that comes after one has left is not shown", async () => {
  const { connection, conversation, socket, settle } = world({ history: [say(1)] });
  connection.open();
  socket().say({ type: "welcome", thread: "t", gen: GEN, last_seq: 1, heartbeat: 25, me: {} });
  connection.close();
  await settle();
  assert.deepEqual(conversation.lines, []);
});

test("a silent socket is asked, and given up when it does not answer", async () => {
  const { connection, join, socket, here, wind } = world();
  connection.open();
  await join();
  const silent = socket();
  wind();
  assert.equal(silent.sent.at(-1).type, "ping");
  wind();
  assert.equal(silent.closed, 1000);
  assert.equal(here.states.at(-1), "offline");
});

test("a socket that answers stays", async () => {
  const { connection, join, socket, here, wind } = world();
  connection.open();
  await join();
  wind();
  socket().say({ type: "pong", last: { t: 0 } });
  wind();
  assert.equal(socket().sent.filter(({ type }) => type === "ping").length, 2);
  assert.equal(here.states.at(-1), "ready");
});

test("a socket that never opens is given up", () => {
  const { connection, here, wind } = world();
  connection.open();
  wind();
  assert.equal(here.states.at(-1), "offline");
});

test("what waits outlives a reload of the page", () => {
  let kept = [];
  const outbox = { load: () => kept, save: (waiting) => (kept = structuredClone(waiting)) };
  new Conversation(outbox).queue("c1", "Hello");
  const conversation = new Conversation(outbox);
  assert.deepEqual(conversation.lines, [{ client_id: "c1", body: "Hello", state: "sending" }]);
  conversation.take(say(1, { client_id: "c1" }));
  assert.deepEqual(kept, []);
});

test("a refusal for good leaves what waits in sight", async () => {
  const { connection, conversation, join, socket } = world();
  connection.open();
  await join();
  connection.send("Hello");
  socket().say({ type: "error", code: "not_allowed" });
  socket().onclose({ code: 4403 });
  assert.deepEqual(conversation.lines.map(({ state, code }) => [state, code]), [["failed", "not_allowed"]]);
});

test("a refusal for good is not tried again", () => {
  const { connection, socket, here } = world();
  connection.open();
  socket().onclose({ code: 4403 });
  assert.equal(here.states.at(-1), "closed");
  connection.wake();
  assert.equal(here.sockets.length, 1);
});

test("a connection that was left drops late frames", async () => {
  const { connection, conversation, join, socket } = world();
  connection.open();
  await join();
  const left = socket();
  connection.close();
  left.say(say(1));
  assert.deepEqual(conversation.lines, []);
  assert.equal(left.closed, 1000);
});

test("another generation forgets the numbers, and keeps what was not sent", async () => {
  const { connection, conversation, join, socket, settle } = world({ history: [say(1), say(2)] });
  connection.open();
  await join();
  connection.send("Hello");
  socket().say({ type: "reset", thread: "t", gen: "g2", last_seq: 0 });
  assert.equal(conversation.messages.size, 0);
  assert.equal(conversation.pending.size, 1);
  await settle();
});

test("waiting grows with each attempt and stays within bounds", () => {
  assert.equal(backoff(1, () => 0), 500);
  assert.equal(backoff(1, () => 1), 1500);
  assert.equal(backoff(50, () => 1), 30_500);
});

test("only refusals for good close for good", () => {
  assert.deepEqual([1000, 1006, 1012, 4400, 4403, 4499, 4503, 4508].map(mayReconnect), [true, true, true, false, false, false, true, true]);
});
