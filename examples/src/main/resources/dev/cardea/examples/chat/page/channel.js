/** Conversations: what was said in a channel or in whispers, and who is there. No DOM in here. */

const LINES_MAX = 500;
const TYPING_MILLIS = 4000;

/** What both kinds have: entries to show, the newest {@link LINES_MAX} of them. */
class Talk {
  unread = 0;
  entries = [];
  people = new Map();
  writing = new Map();

  constructor(key, title, onChange) {
    this.key = key;
    this.title = title;
    this.onChange = () => onChange(this);
    this.onEntry = (entry) => onChange(this, entry);
  }

  add(entry) {
    this.entries.push(entry);
    if (this.entries.length > LINES_MAX) {
      this.entries.shift();
    }
    this.onEntry(entry);
  }

  /** Who is there, each account once: somebody in two tabs is two members. */
  present() {
    const byAccount = new Map();
    for (const person of this.people.values()) {
      const online = person.online || (byAccount.get(person.account)?.online ?? false);
      byAccount.set(person.account, { ...person, online });
    }
    return [...byAccount.values()];
  }

  /** Names of those who are writing now. */
  writers() {
    return [];
  }
}

/** A room of type `chat`, once `listen` was called. */
export class Channel extends Talk {
  #room = null;
  #you = null;
  #account = '';
  /** What was said here and has not come back yet, oldest first. */
  pending = [];

  constructor(name, onChange) {
    super(`#${name}`, `# ${name}`, onChange);
    this.name = name;
  }

  get joined() {
    return this.#room !== null;
  }

  /** @param {import('./cardea.js').Room} room just joined, or still joined after a reload */
  listen(room, { account }) {
    if (this.#room === room) {
      return;
    }
    this.#room = room;
    this.#account = account;
    room.on('Here', (here) => this.#here(here));
    room.on('Line', ({ said }) => this.#line(said));
    room.on('Joined', ({ who }) => this.#joined(who));
    room.on('Left', (left) => this.#left(left));
    room.on('Presence', (change) => this.#presence(change));
    room.on('Writing', ({ member }) => this.#writing(member));
    room.on('Unsaid', (unsaid) => this.#unsaid(unsaid));
    room.on('dropped', (inputs) => this.#dropped(inputs));
    room.on('gone', (gone) => this.#gone(gone));
  }

  /** The whole picture: replaces what was known. */
  #here({ you, people, lines }) {
    this.#you = you;
    this.people = new Map(people.map((person) => [person.member, person]));
    this.writing.clear();
    this.entries = lines.map((line) => this.#entry(line));
    this.onChange();
  }

  #entry({ number, member, account, name, text, atMillis }) {
    const mine = member === this.#you && account === this.#account;
    return { kind: 'said', number, account, name, text, atMillis, mine, counts: true };
  }

  #line(line) {
    const entry = this.#entry(line);
    if (entry.mine) {
      this.pending.shift();
    }
    this.writing.delete(line.member);
    this.add(entry);
  }

  #joined(who) {
    this.people.set(who.member, who);
    if (who.member !== this.#you) {
      this.add({ kind: 'news', text: `${who.name} came in` });
    } else {
      this.onChange();
    }
  }

  #left({ member, timedOut }) {
    const who = this.people.get(member);
    this.people.delete(member);
    this.writing.delete(member);
    const how = timedOut ? 'lost the connection and did not come back' : 'left';
    this.add({ kind: 'news', text: `${who?.name ?? 'Somebody'} ${how}` });
  }

  #presence({ member, online }) {
    const who = this.people.get(member);
    if (who) {
      who.online = online;
      this.onChange();
    }
  }

  #writing(member) {
    if (member === this.#you) {
      return;
    }
    clearTimeout(this.writing.get(member));
    const end = () => {
      this.writing.delete(member);
      this.onChange();
    };
    this.writing.set(member, setTimeout(end, TYPING_MILLIS));
    this.onChange();
  }

  writers() {
    return [...this.writing.keys()].map((member) => this.people.get(member)?.name).filter(Boolean);
  }

  /** The room did not take a line: the words go back to whoever said them. */
  #unsaid({ text, why }) {
    this.pending.shift();
    this.add({ kind: 'news', text: `Not said: ${why}`, giveBack: text });
  }

  #dropped(inputs) {
    const lost = inputs.filter((input) => input?.message === 'Say');
    this.pending.splice(0, lost.length);
    for (const { value } of lost) {
      this.add({
        kind: 'news',
        text: 'The room restarted before this was said',
        giveBack: value.text,
      });
    }
  }

  #gone({ reason, text }) {
    this.#room = null;
    this.people.clear();
    this.pending = [];
    if (reason !== 'LEFT') {
      this.add({ kind: 'news', text: text || 'The channel closed' });
    }
    this.onChange();
  }

  say(text) {
    if (!this.#room) {
      throw new Error('You are not in this channel any more.');
    }
    this.#room.send('Say', { text });
    this.pending.push({ kind: 'said', text, mine: true, pending: true });
    this.onChange();
  }

  typing() {
    if (this.#room && this.#room.backlog.count === 0) {
      this.#room.send('Typing');
    }
  }

  async leave() {
    await this.#room?.leave();
    this.entries = [];
    this.onChange();
  }
}

/** Whispers to and from one account: requests to a service, answers through the agent. */
export class WhisperTalk extends Talk {
  joined = true;
  pending = [];

  constructor(account, name, onChange) {
    super(`@${account}`, name, onChange);
    this.account = account;
    this.people.set(account, { member: 0, account, name, online: true });
  }

  heard({ from, name, text, atMillis }, { account }) {
    const mine = from === account;
    this.add({ kind: 'said', account: from, name, text, atMillis, mine, counts: !mine });
  }

  async say(text, session) {
    const { delivered } = await session.request('Whisper', { to: this.account, text });
    if (!delivered) {
      throw new Error(`${this.title} is not here now.`);
    }
  }
}
