import type { ConnectionOptions } from 'node:tls';
import type { Transport } from './cardea.js';

export interface TcpOptions {
  /** Larger frames end the connection; 128 KiB by default. */
  recordBytesMax?: number;
  tls?: ConnectionOptions;
}

/** A transport for `tcp://host:port` and `tls://host:port`. */
export declare function tcpTransport(options?: TcpOptions): Transport;

/** The same, and WebSocket for `ws://` and `wss://`. */
export declare function nodeTransport(options?: TcpOptions & { WebSocket?: any }): Transport;
