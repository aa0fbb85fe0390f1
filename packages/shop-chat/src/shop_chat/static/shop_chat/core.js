// One thread at the browser's end: what was said, what is still to be sent, and a socket that comes and goes. No DOM.
//
// The database numbers the messages of a thread 1, 2, 3...; the socket is only a hint. Whoever misses a number asks for it.

/** The messages of one thread by number, and the own ones that the server has not acknowledged. */
export class Conversation {
  /** @param {{load: () => object[], save: (waiting: object[]) => void}} [outbox] keeps what waits while the page reloads */
  constructor(outbox = { load: () => [], save: () => {} }) {
    this.outbox = outbox;
    this.pending = new Map(outbox.load().map((waiting) => [waiting.client_id, waiting]));
    this.reset("");
  }

  /** Begin anew with the numbers of generation `gen`; what waits to be sent stays. */
  reset(gen) {
    this.gen = gen;
    this.messages = new Map();
    this.reached = 0;
  }

  /** Take a message in; the same one twice changes nothing. Returns whether it was new. */
  take(message) {
    if (this.pending.delete(message.client_id)) this.#keep();
    if (this.messages.has(message.seq)) return false;
    this.messages.set(message.seq, message);
    this.#advance();
    return true;
  }

  /** Say that everything up to `seq` was received, or exists no more. */
  cover(seq) {
    this.reached = Math.max(this.reached, seq);
    this.#advance();
  }

  /** Whether a number up to `last` is missing. */
  misses(last) {
    return last > this.reached;
  }

  /** Remember an own message until the server acknowledges it. */
  queue(clientId, body) {
    this.pending.set(clientId, { client_id: clientId, body, state: "sending" });
    this.#keep();
  }

  /** Mark a queued message as refused: it stays in sight, and can be sent again. */
  refuse(clientId, code) {
    this.#mark(clientId, { state: "failed", code });
  }

  /** Mark a refused message as on its way again. */
  retry(clientId) {
    this.#mark(clientId, { state: "sending" });
  }

  /** All that is to be shown, in order: what the server numbered, then what waits. */
  get lines() {
    const numbered = [...this.messages.values()].sort((a, b) => a.seq - b.seq);
    return [...numbered, ...this.pending.values()];
  }

  #mark(clientId, change) {
    const waiting = this.pending.get(clientId);
    if (!waiting) return;
    this.pending.set(clientId, { ...waiting, ...change });
    this.#keep();
  }

  #keep() {
    this.outbox.save([...this.pending.values()]);
  }

  #advance() {
    while (this.messages.has(this.reached + 1)) this.reached += 1;
  }
}

/** How long to wait before attempt number `attempt`, in milliseconds: full jitter, half a second to half a minute. */
export function backoff(attempt, random = Math.random) {
  return 500 + random() * Math.min(30_000, 500 * 2 ** attempt);
}

/** Whether a socket that closed with `code` may be opened again by itself. */
export function mayReconnect(code) {
  return code < 4400 || code > 4499;
}

const ATTEMPTS_BEFORE_POLLING = 3;
const POLL_EVERY = 5000;
/** How long a server may be silent when something is asked of it, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Keeps a conversation in step with its thread, over a socket where one opens and by asking the API where none does.
 *
 * @param {object} options
 * @param {string} options.socketUrl where the socket is
 * @param {string} options.messagesUrl the messages of the thread in the API
 * @param {Conversation} options.conversation
 * @param {(state: "connecting"|"ready"|"polling"|"offline"|"closed", code?: string) => void} options.onState
 * @param {(message?: object) => void} options.onChange called when there is something else to show; with a message that has just come
 * @param {object} [options.environment] stand-ins for the browser, in tests
 */
export class Connection {
  constructor({ socketUrl, messagesUrl, conversation, onState, onChange, environment = {} }) {
    this.socketUrl = socketUrl;
    this.messagesUrl = messagesUrl;
    this.conversation = conversation;
    this.onState = onState;
    this.onChange = onChange;
    this.WebSocket = environment.WebSocket ?? globalThis.WebSocket;
    this.fetch = environment.fetch ?? ((...wish) => globalThis.fetch(...wish));
    this.setTimeout = environment.setTimeout ?? ((...wish) => globalThis.setTimeout(...wish));
    this.clearTimeout = environment.clearTimeout ?? ((timer) => globalThis.clearTimeout(timer));
    this.newId = environment.newId ?? (() => crypto.randomUUID());
    this.headers = environment.headers ?? {};
    this.leaving = new AbortController();
    this.attempt = 0;
    this.ready = false; // the socket is in step
    this.polling = false; // no socket opens, but the API answers
  }

  get closed() {
    return this.leaving.signal.aborted;
  }

  open() {
    if (this.closed) return;
    if (!this.attempt) this.onState("connecting");
    const socket = new this.WebSocket(this.socketUrl, ["shop-chat.v1"]);
    this.socket = socket;
    socket.onmessage = (event) => this.socket === socket && this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => this.socket === socket && this.#lost(event.code);
    this.#expectAnswer();
  }

  /** Leave for good: what is under way is dropped, and nothing is opened again. */
  close() {
    this.#leave();
    this.onState("closed");
  }

  /** Send a message; it is kept and repeated under the same id until the server has it. */
  send(body) {
    const clientId = this.newId();
    this.conversation.queue(clientId, body);
    this.onChange();
    this.#transmit(clientId);
    return clientId;
  }

  /** Try again to send what was refused. */
  retry(clientId) {
    this.conversation.retry(clientId);
    this.onChange();
    this.#transmit(clientId);
  }

  /** Come back at once, when the page is seen again or the network is back; a socket that seems open is put to the test. */
  wake() {
    if (this.closed) return;
    if (this.ready) {
      this.#ping();
      return;
    }
    this.#drop();
    this.open();
  }

  #transmit(clientId) {
    const waiting = this.conversation.pending.get(clientId);
    if (!waiting) return;
    if (this.ready) this.#say({ type: "send", client_id: clientId, body: waiting.body });
    else if (this.polling) this.#post(waiting).catch(() => {}); // it stays queued, and goes with the next round
  }

  #say(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  #receive(frame) {
    if (this.ready) this.#beat();
    else this.#expectAnswer();
    const take = {
      welcome: () => this.#hello(frame),
      reset: () => this.#reload(frame.gen),
      synced: () => this.#synced(frame),
      message: () => this.#message(frame),
      ack: () => this.#acknowledged(frame),
      nack: () => this.#refused(frame),
      pong: () => this.#catchUp(frame.last?.[this.thread] ?? 0),
      error: () => (this.lastError = frame.code),
    }[frame.type];
    take?.();
  }

  #hello(frame) {
    this.thread = frame.thread;
    this.me = frame.me;
    this.heartbeat = frame.heartbeat;
    if (this.conversation.gen === frame.gen) this.#askSince(this.conversation.reached);
    else this.#reload(frame.gen);
  }

  #askSince(after) {
    this.asking = true;
    this.#say({ type: "hello", v: 1, threads: { [this.thread]: { gen: this.conversation.gen, after } } });
  }

  #catchUp(last) {
    if (this.ready && !this.asking && this.conversation.misses(last)) this.#askSince(this.conversation.reached);
  }

  async #reload(gen) {
    const { socket } = this;
    this.conversation.reset(gen);
    try {
      await this.#fetchHistory();
    } catch {
      socket.close(1000);
      return;
    }
    if (this.socket === socket) this.#askSince(this.conversation.reached);
  }

  /** Fetch what was missed since number `after`, or the newest messages. */
  async #fetchHistory(after) {
    const query = after === undefined ? "" : `?after=${after}`;
    const { signal } = this.leaving;
    const answer = await this.fetch(`${this.messagesUrl}${query}`, { headers: { Accept: "application/json" }, signal });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const history = await answer.json();
    signal.throwIfAborted();
    if (after !== undefined && history.gen !== this.conversation.gen) {
      this.conversation.reset(history.gen);
      await this.#fetchHistory();
      return;
    }
    this.conversation.gen = history.gen;
    for (const message of history.messages) this.conversation.take(message);
    this.conversation.cover(history.covers[1]);
    this.onChange();
    if (history.covers[1] < history.last_seq) await this.#fetchHistory(history.covers[1]);
  }

  #synced(frame) {
    this.asking = false;
    this.conversation.cover(frame.covers[1]);
    if (!this.ready) {
      this.#stopTimers();
      this.attempt = 0;
      this.ready = true;
      this.polling = false;
      this.onState("ready");
      for (const { client_id: clientId, state } of this.conversation.pending.values()) {
        if (state === "sending") this.#transmit(clientId);
      }
      this.#beat();
    }
    this.onChange();
  }

  #message(frame) {
    const isNew = this.conversation.take(frame);
    this.#catchUp(frame.seq);
    if (isNew) this.onChange(frame);
  }

  #acknowledged(frame) {
    this.conversation.take({ ...frame, sender: this.me, kind: "text" });
    this.#catchUp(frame.seq);
    this.onChange();
  }

  #refused(frame) {
    this.conversation.refuse(frame.client_id, frame.code);
    this.onChange();
  }

  /** Ask after a while of silence: the answer tells whether something was missed, and that the socket still lives. */
  #beat() {
    this.clearTimeout(this.beatTimer);
    this.beatTimer = this.setTimeout(() => this.#ping(), this.heartbeat * 1000);
  }

  #ping() {
    this.#say({ type: "ping", t: Date.now() });
    this.#expectAnswer();
  }

  #expectAnswer() {
    this.clearTimeout(this.beatTimer);
    this.beatTimer = this.setTimeout(() => this.#lost(1006), PATIENCE);
  }

  #lost(code) {
    this.#drop();
    if (!mayReconnect(code)) {
      for (const clientId of this.conversation.pending.keys()) this.conversation.refuse(clientId, this.lastError);
      this.#leave();
      this.onState("closed", this.lastError);
      this.onChange();
      return;
    }
    this.attempt += 1;
    this.onState(this.polling ? "polling" : "offline");
    if (this.attempt >= ATTEMPTS_BEFORE_POLLING) this.#poll();
    this.openTimer = this.setTimeout(() => this.open(), backoff(this.attempt));
  }

  async #poll() {
    const round = (this.round = {});
    try {
      for (const waiting of this.conversation.pending.values()) {
        if (waiting.state === "sending") await this.#post(waiting);
      }
      await this.#fetchHistory(this.conversation.gen ? this.conversation.reached : undefined);
      if (!this.ready) this.polling = true;
    } catch {
      this.polling = false;
    }
    if (this.closed || this.ready || this.round !== round) return;
    this.onState(this.polling ? "polling" : "offline");
    this.pollTimer = this.setTimeout(() => this.#poll(), POLL_EVERY);
  }

  async #post({ client_id: clientId, body }) {
    const { signal } = this.leaving;
    const answer = await this.fetch(this.messagesUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...this.headers },
      body: JSON.stringify({ client_id: clientId, body }),
      signal,
    });
    if (answer.status >= 500) throw new Error(`HTTP ${answer.status}`);
    const said = await answer.json();
    signal.throwIfAborted();
    if (answer.ok) this.conversation.take(said);
    else this.conversation.refuse(clientId, said.code);
    this.onChange();
  }

  #leave() {
    this.leaving.abort();
    this.#drop();
  }

  /** Let go of the socket; what it may still bring is not heard. */
  #drop() {
    this.#stopTimers();
    const { socket } = this;
    this.socket = null;
    this.ready = false;
    this.asking = false;
    socket?.close(1000);
  }

  #stopTimers() {
    this.round = null;
    for (const timer of [this.beatTimer, this.openTimer, this.pollTimer]) this.clearTimeout(timer);
  }
}
