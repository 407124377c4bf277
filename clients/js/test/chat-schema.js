/** The schema of the room type that the tests by hand use. */
export const CHAT_HASH = 0x1234n;

const text = { name: 'text', kind: 'text', max: 65536 };

export const CHAT_SCHEMA = {
  cardea: 1,
  families: {
    inputs: [{ id: 1, name: 'Say', record: [text] }],
    outputs: [{ id: 1, name: 'Line', record: [text] }],
  },
  types: {},
};
