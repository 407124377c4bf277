/** What a player does in a turn: choose how many of which face, and bid, or say "liar". */
import { die, words } from './die.js';
import { FACES } from './game.js';

const find = (id) => document.getElementById(id);

export class Controls {
  #game = null;
  #count = 1;
  #face = 1;
  /** The bid that was answered last, so that a choice stays until there is another. */
  #answered = null;

  constructor() {
    for (let face = 1; face <= FACES; face++) {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.face = face;
      button.setAttribute('role', 'radio');
      button.append(die(face));
      button.addEventListener('click', () => this.#choose(this.#count, face));
      find('faces').append(button);
    }
    find('fewer').addEventListener('click', () => this.#choose(this.#count - 1, this.#face));
    find('more').addEventListener('click', () => this.#choose(this.#count + 1, this.#face));
    find('controls').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#game.bid(this.#count, this.#face);
    });
    find('liar').addEventListener('click', () => this.#game.liar());
  }

  show(game) {
    this.#game = game;
    const { round, myTurn } = game;
    find('controls').hidden = round.phase === 'LOBBY' || !game.hands.has(game.me);
    find('controls').inert = !myTurn;
    find('liar').disabled = !myTurn || round.bid.count === 0;
    const asked = JSON.stringify([round.number, round.bid]);
    if (asked !== this.#answered) {
      this.#answered = asked;
      this.#suggest();
    } else {
      this.#choose(this.#count, this.#face);
    }
  }

  /** The lowest bid of the face that one has most of. */
  #suggest() {
    const own = this.#game.hands.get(this.#game.me)?.dice ?? [];
    const has = (face) => own.filter((one) => one === face).length;
    const faces = Array.from({ length: FACES }, (_, i) => i + 1);
    const possible = faces.filter((face) => this.#game.least(face) !== null);
    const [best = this.#face] = possible.sort(
      (one, other) =>
        this.#game.least(one) - this.#game.least(other) || has(other) - has(one) || one - other,
    );
    this.#choose(this.#game.least(best) ?? this.#count, best);
  }

  #choose(count, face) {
    const least = this.#game.least(face);
    const most = this.#game.dice;
    this.#face = face;
    this.#count = Math.min(Math.max(count, least ?? most), most);
    const bid = { count: this.#count, face };
    find('many').textContent = this.#count;
    find('fewer').disabled = least === null || this.#count <= least;
    find('more').disabled = this.#count >= most;
    find('bid').disabled = !this.#game.myTurn || least === null;
    find('bid').textContent = least === null ? 'No higher bid' : `Bid ${words(bid)}`;
    for (const button of find('faces').children) {
      const chosen = Number(button.dataset.face) === face;
      button.setAttribute('aria-checked', String(chosen));
      button.disabled = this.#game.least(Number(button.dataset.face)) === null;
    }
  }
}
