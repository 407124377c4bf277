/**
 * A seat at a table: what the room's tables say, and what may be said to the room. No DOM in here.
 *
 * There is no code here that keeps the dice of others secret. They do not come before all may see
 * them, so whoever reads this page's memory finds nothing.
 */

/** The only row of the table `round`. */
const ROUND = 1;
const NOBODY = { phase: 'LOBBY', number: 0, turn: 0, bidder: 0, winner: 0, last: null };
const NO_BID = { count: 0, face: 0 };

export const FACES = 6;

export class Game {
  /** One's own number, once the room has said it. */
  me = null;
  #room;
  #players;
  #hands;
  #round;
  /** Also of those who have left: the news are about them. */
  #names = new Map();

  /**
   * @param room of cardea.js
   * @param seen `changed()`: look again; `happened(what, value)`: one of the room's messages, or
   *     `came`, `left`, `lost`, `back` with a player's number
   */
  constructor(room, { changed, happened }) {
    this.#room = room;
    this.#players = room.table('players');
    this.#hands = room.table('hands');
    this.#round = room.table('round');
    this.#players.on('put', (id, player) => {
      this.#names.set(id, player.name);
      happened('came', id);
    });
    this.#players.on('remove', (id) => happened('left', id));
    this.#players.on('change', (id, { connected }, before) => {
      if (connected !== before.connected) {
        happened(connected ? 'back' : 'lost', id);
      }
    });
    for (const [id, { name }] of this.#players) {
      this.#names.set(id, name);
    }
    room.on('You', ({ player }) => {
      this.me = player;
      changed();
    });
    for (const what of ['Sorry', 'Dealt', 'Bade', 'Called', 'Out', 'Won']) {
      room.on(what, (value) => happened(what, value));
    }
    room.on('patch', changed);
    room.on('fresh', changed);
  }

  // -- how things are --

  /** The code by which friends join. */
  get key() {
    return this.#room.key;
  }

  get round() {
    return this.#round.get(ROUND) ?? { ...NOBODY, bid: NO_BID };
  }

  /** Whether it is one's own turn. */
  get myTurn() {
    return this.round.phase === 'BIDDING' && this.round.turn === this.me;
  }

  /** How many dice there are. */
  get dice() {
    return [...this.#players.values()].reduce((sum, { dice }) => sum + dice, 0);
  }

  /** The hands that are known: one's own, and while all look at all dice everybody's. */
  get hands() {
    return new Map(this.#hands);
  }

  /** Everybody around the table, from the seat after one's own on; oneself last. */
  get players() {
    const { phase, turn } = this.round;
    const all = [...this.#players].map(([id, player]) => ({
      ...player,
      id,
      me: id === this.me,
      turn: phase === 'BIDDING' && id === turn,
      faces: this.#hands.get(id)?.dice ?? null,
    }));
    const behind = ({ id }) => (id > this.me ? 0 : 1);
    return all.sort((one, other) => behind(one) - behind(other) || one.id - other.id);
  }

  name(id) {
    return this.#names.get(id) ?? 'somebody';
  }

  // -- what may be done --

  /** The least that may be bid of that face; null if nothing. */
  least(face) {
    const { bid } = this.round;
    const count = face > bid.face ? Math.max(bid.count, 1) : bid.count + 1;
    return count <= this.dice ? count : null;
  }

  start() {
    this.#room.send('Start', {});
  }

  bid(count, face) {
    this.#room.send('Raise', { bid: { count, face } });
  }

  liar() {
    this.#room.send('Liar', {});
  }

  leave() {
    return this.#room.leave();
  }
}
