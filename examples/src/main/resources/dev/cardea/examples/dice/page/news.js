/** What happened, in words; the newest at the end. */
import { words } from './die.js';

const LINES_MAX = 200;

export class News {
  #list;
  #game = null;

  constructor(list) {
    this.#list = list;
  }

  /** Begins anew. */
  of(game) {
    this.#game = game;
    this.#list.replaceChildren();
  }

  /** As {@link Game} says it. */
  happened(what, value) {
    const said = this.#said[what]?.(value);
    if (said === undefined) {
      return;
    }
    const [text, className = ''] = said;
    const line = document.createElement('li');
    line.textContent = text;
    line.className = className;
    this.#list.append(line);
    while (this.#list.children.length > LINES_MAX) {
      this.#list.firstChild.remove();
    }
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  /** "You lose", "Ann loses". */
  #does(id, verb) {
    const mine = id === this.#game.me;
    const [one, other] = verb.split('/');
    return mine ? `You ${one}` : `${this.#game.name(id)} ${other}`;
  }

  #said = {
    came: (id) => [this.#does(id, 'sit down/sits down'), 'quiet'],
    left: (id) => [this.#does(id, 'leave/leaves'), 'quiet'],
    lost: (id) => [this.#does(id, 'lost the connection/lost the connection'), 'quiet'],
    back: (id) => [this.#does(id, 'are back/is back'), 'quiet'],
    Dealt: ({ round, first }) => [`Round ${round}: ${this.#does(first, 'begin/begins')}`, 'round'],
    Bade: ({ player, bid, late }) =>
      late
        ? [`${this.#does(player, 'took/took')} too long: the table bids ${words(bid)}`]
        : [`${this.#does(player, 'bid/bids')} ${words(bid)}`],
    Called: ({ showdown, loser, late }) => {
      const { caller, bid, there } = showdown;
      const call = late
        ? `${this.#does(caller, 'took/took')} too long: the table says \u201cliar\u201d.`
        : `${this.#does(caller, 'say/says')} \u201cliar\u201d.`;
      const found = there === 0 ? 'none' : words({ count: there, face: bid.face });
      const verb = there === 1 ? 'is' : 'are';
      const end = this.#does(loser, 'lose/loses');
      return [`${call} There ${verb} ${found}: ${end} a die`, 'call'];
    },
    Out: ({ player }) => [this.#does(player, 'are out/is out'), 'call'],
    Won: ({ player }) => (player === 0 ? undefined : [this.#does(player, 'win/wins'), 'won']),
  };
}
