/** Random patches and random octets: the tables are the room's, and so is what they told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter, Schema } from '../cardea.js';
import { SEA_SCHEMA, hex, rowsOf, sailing } from './sea.js';
import { seeded } from './seeded.js';

const SLOTS = 12;
const family = new Schema(SEA_SCHEMA).family('tables');

/** The components of a ship, as they are said behind its key. */
const components = (ship) => family.encode('ships', ship).subarray(1);

/** The room's side: ships in slots, and the runs of a patch that says how they change. */
class Harbour {
  slots = new Map([
    [0, { key: 7, row: { x: 1, y: -1, flag: 'a' } }],
    [1, { key: 8, row: { x: 3, y: 0, flag: '' } }],
  ]);
  #random;

  constructor(random) {
    this.#random = random;
  }

  #below(end) {
    return Math.floor(this.#random() * end);
  }

  #ship() {
    return { x: this.#below(200) - 100, y: this.#below(3), flag: 'abcd'.slice(this.#below(4)) };
  }

  get rows() {
    return Object.fromEntries([...this.slots.values()].map(({ key, row }) => [key, row]));
  }

  /** Some runs of random kinds. */
  patch() {
    const out = new ByteWriter().u8(1);
    for (let runs = this.#below(5); runs > 0; runs--) {
      [this.#put, this.#change, this.#remove][this.#below(3)].call(this, out);
    }
    return out.u8(0).done().slice();
  }

  #head(out, kind, count, first) {
    out.varint(count * 4 + kind).varint(first);
  }

  #put(out) {
    const first = this.#below(SLOTS);
    const count = 1 + this.#below(3);
    this.#head(out, 0, count, first);
    for (let slot = first; slot < first + count; slot++) {
      const key = this.#below(20);
      const row = this.#ship();
      out.varint(2 * key).bytes(components(row));
      this.slots.forEach((each, other) => each.key === key && this.slots.delete(other));
      this.slots.set(slot, { key, row });
    }
  }

  #change(out) {
    const taken = [...this.slots.keys()];
    if (taken.length === 0) {
      return;
    }
    const slot = taken[this.#below(taken.length)];
    const { key, row } = this.slots.get(slot);
    const { x, flag } = this.#ship();
    this.#head(out, 1, 1, slot);
    out.varint(5).bytes(components({ x, y: 0, flag: '' }).slice(0, -2));
    out.text(flag);
    this.slots.set(slot, { key, row: { ...row, x, flag } });
  }

  #remove(out) {
    const first = this.#below(SLOTS);
    const count = 1 + this.#below(4);
    this.#head(out, 2, count, first);
    for (let slot = first; slot < first + count; slot++) {
      this.slots.delete(slot);
    }
  }

  /** A state in two frames. */
  state() {
    return [0, 1].map((half) => {
      const out = new ByteWriter().u8(1);
      for (const [slot, { key, row }] of this.slots) {
        if (slot % 2 === half) {
          this.#head(out, 0, 1, slot);
          out.varint(2 * key).bytes(components(row));
        }
      }
      return out.u8(0).done().slice();
    });
  }
}

/** Rows as somebody has them who only listens. */
function listening(table, rows) {
  table.on('put', (key, row) => {
    assert.equal(rows[key], undefined);
    rows[key] = row;
  });
  table.on('change', (key, row, previous) => {
    assert.deepEqual(rows[key], previous);
    assert.notDeepEqual(row, previous);
    rows[key] = row;
  });
  table.on('remove', (key, row) => {
    assert.deepEqual(rows[key], row);
    delete rows[key];
  });
  return rows;
}

for (let seed = 1; seed <= 8; seed++) {
  test(`random patches and fresh states, seed ${seed}`, async () => {
    const random = seeded(seed);
    const world = await sailing();
    const harbour = new Harbour(random);
    const heard = listening(world.ships, rowsOf(world.ships));
    const { path } = world;
    for (let seq = 101; seq < 400; seq++) {
      const body = harbour.patch();
      if (random() < 0.1) {
        const [one, other] = harbour.state();
        await path.say(
          path.attached({ epoch: BigInt(seq) }),
          path.state({ last: false, body: one }),
        );
        await path.say(path.state({ seq: BigInt(seq), body: other }));
      } else if (random() < 0.2) {
        await path.say(path.patch(seq, { more: true, body }));
        await path.say(path.patch(seq, { body: harbour.patch() }));
      } else {
        await path.say(path.patch(seq, { body }));
      }
      assert.deepEqual(rowsOf(world.ships), harbour.rows);
      assert.deepEqual(heard, harbour.rows);
    }
    assert.deepEqual(
      world.heard.filter((what) => what !== 'fresh'),
      [],
    );
  });

  test(`random octets are no patch, and change nothing by halves, seed ${seed}`, async () => {
    const random = seeded(seed);
    for (let i = 0; i < 40; i++) {
      const world = await sailing();
      const before = rowsOf(world.ships);
      const heard = listening(world.ships, { ...before });
      const body = new Harbour(random).patch();
      for (let flips = 0; flips < 3; flips++) {
        body[Math.floor(random() * body.length)] = Math.floor(random() * 256);
      }
      await world.path.say(world.path.patch(101, { body }));
      const refused = world.heard.length > 0;
      if (refused) {
        assert.equal(world.heard[0][1].code, 'MALFORMED');
        assert.deepEqual(rowsOf(world.ships), before);
      }
      assert.deepEqual(heard, rowsOf(world.ships));
      assert.equal(world.session.state, 'open');
      await world.path.say(world.path.attached(), world.path.state({ body: hex('') }));
      assert.deepEqual(heard, {});
    }
  });
}
