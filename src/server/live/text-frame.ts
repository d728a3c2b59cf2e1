import * as ws from 'ws';

/** What makes frames of a websocket (RFC 6455). `ws` exports it, and its types do not know. */
interface FrameMaker {
  /** The parts of a frame: header and payload. */
  frame: (data: Buffer, options: typeof whole) => Buffer[];
}

const { Sender } = ws as unknown as { Sender: FrameMaker };
const text = 1;
const whole = { fin: true, opcode: text, mask: false, readOnly: true, rsv1: false };

/** A message of text in one piece, to be written to a websocket's stream: `send` writes header and payload each by itself. */
export const textFrame = (message: string): Buffer => Buffer.concat(Sender.frame(Buffer.from(message), whole));
