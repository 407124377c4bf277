import type { ConnectionOptions } from 'node:tls';
import type { Transport } from './cardea.js';

/** A transport for `tcp://host:port` and `tls://host:port`, in Node. */
export declare function tcpTransport(options?: {
  /** Larger frames end the connection; 128 KiB by default. */
  recordBytesMax?: number;
  tls?: ConnectionOptions;
}): Transport;
