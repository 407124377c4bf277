/** Clock, interpolation and prediction for games that move. What each does is said in play.js. */

/** The tick that the room is at, as far as can be seen from here. */
export declare class TickClock {
  /** Ticks per second, above 0: `room.tickRate`. */
  constructor(tickRate: number);
  /** Whether it was told any tick. */
  readonly started: boolean;
  /** A patch has come; null tells nothing. */
  told(tick: number | null, nowMillis: number): void;
  /** The tick at that time, with its fraction; 0 before any was told. */
  tickAt(nowMillis: number): number;
}

/** What {@link Interpolation} needs of a table. */
export interface TableLike<Row> extends Iterable<[key: number, row: Row]> {
  readonly tick: number;
  on(name: 'put' | 'change' | 'remove', listener: (key: number, row: Row) => void): () => void;
}

export interface InterpolationOptions {
  /** How long ago rows are shown, 2 unless said; more than patches come late. */
  delayTicks?: number;
  /** The numbers that move, `x` and `y` unless said. */
  fields?: string[];
  /** Those in radians, none unless said. */
  angles?: string[];
}

/** The rows of a table as they were a little ago, between two ticks. */
export declare class Interpolation<Row = any> {
  constructor(
    table: TableLike<Row>,
    clock: Pick<TickClock, 'tickAt'>,
    options?: InterpolationOptions,
  );
  /** That row as it was; undefined if there is none now. */
  at(key: number, nowMillis: number): Row | undefined;
  /** All rows as they were. */
  each(nowMillis: number, callback: (key: number, row: Row) => void): void;
  /** Listens no more. */
  close(): void;
}

export interface PredictionOptions<State, Input> {
  /** What the room does with an input, as a new object. */
  apply(state: State, input: Input): State;
  /** The numbers that may be corrected, `x` and `y` unless said. */
  fields?: string[];
  /** Those in radians, none unless said. */
  angles?: string[];
  /** How long a correction takes, 100 unless said. */
  easeMillis?: number;
  /** Above it, over all `fields`, a correction is seen at once; never unless said. */
  snapDistance?: number;
}

/** The player's own row as it will be, before the room has said so. */
export declare class Prediction<State = any, Input = any> {
  constructor(options: PredictionOptions<State, Input>);
  /** Undefined before the room has confirmed any. */
  readonly state: State | undefined;
  /** How many inputs the room has not applied. */
  readonly pending: number;
  /** Does it here at once; `n` is what `room.send` gave. At most 256 are kept, the newest. */
  input(n: number, input: Input): void;
  /** The room says so: this row, after the inputs up to `appliedN`; in each patch. */
  confirm(state: State, appliedN: number): void;
  /** Forgets all: the room said `dropped` or `gone`, or the row is another one. */
  reset(): void;
  /** `state` as it should be seen: what was wrong goes away over a moment. */
  visible(nowMillis: number): State | undefined;
}
