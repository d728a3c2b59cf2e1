import { Decoder, Stream } from '@garmin/fitsdk';
import { damaged } from '../refusals.ts';
import { createDeveloperFields } from './developer-fields.ts';
import { messageNumbers } from './message-numbers.ts';
import { type SlimLayout, slimLayout } from './slim-layout.ts';
import type { Message, MessageDefinition } from './walk-messages.ts';

/** A message as the SDK decodes it: values by field name, scaled, timestamps in FIT seconds. */
export type FitMessage = Readonly<Record<string, unknown>>;

const chunkSize = 256 * 1024;
// The SDK keeps every message of a chunk as an object, so that the chunk bounds its memory.
const crcSize = 2; // read by the SDK, checked in `segments.ts`

/**
 * Hands messages to the Garmin SDK in chunks, reduced to the wanted fields, each chunk with the definitions it needs.
 * Call `flush` at the end of every segment: definitions do not outlive one.
 */
export function createSdkFeed(bytes: Uint8Array, onMessage: (globalNumber: number, message: FitMessage) => void) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const developer = createDeveloperFields(bytes);
  const chunk = new Uint8Array(chunkSize);
  const chunkView = new DataView(chunk.buffer);
  const plain = new WeakMap<MessageDefinition, SlimLayout | null>();
  const compressed = new WeakMap<MessageDefinition, SlimLayout | null>();
  const active = Array.from<SlimLayout | undefined>({ length: 16 });
  let length = 0;

  function flush(): void {
    if (length > 0) decodeChunk(chunk.slice(0, length + crcSize), onMessage);
    length = 0;
    active.fill(undefined);
  }

  function layoutOf({ definition, headerTimestamp }: Message): SlimLayout | null {
    const layouts = headerTimestamp === undefined ? plain : compressed;
    let layout = layouts.get(definition);
    if (layout === undefined) {
      layout = slimLayout(definition, developer.standIns(definition), headerTimestamp !== undefined) ?? null;
      layouts.set(definition, layout);
    }
    return layout;
  }

  function add(message: Message): void {
    const { definition, localNumber, start, headerTimestamp } = message;
    if (definition.globalNumber === messageNumbers.fieldDescription) developer.learn(message);
    const layout = layoutOf(message);
    if (!layout) return;
    if (length + 2 + layout.definition.length + layout.size > chunkSize - crcSize) flush();
    if (active[localNumber] !== layout) {
      chunk[length] = 0x40 | localNumber;
      chunk.set(layout.definition, length + 1);
      length += 1 + layout.definition.length;
      active[localNumber] = layout;
    }
    chunk[length++] = localNumber;
    const copied = layout.copies.reduce((sum, { size }) => sum + size, 0);
    if (copied < layout.size) {
      chunkView.setUint32(length, headerTimestamp ?? 0xffffffff, definition.littleEndian);
      length += 4;
    }
    for (const { offset, size } of layout.copies) {
      for (let index = 0; index < size; index++) chunk[length++] = view.getUint8(start + offset + index);
    }
  }

  return { add, flush };
}

function decodeChunk(chunk: Uint8Array<ArrayBuffer>, onMessage: (globalNumber: number, message: FitMessage) => void) {
  const { errors } = new Decoder(new Stream(chunk.buffer)).read({
    dataOnly: true,
    // Components are expanded here where they are wanted: the SDK's running totals would not outlive a chunk.
    expandComponents: false,
    mergeHeartRates: false,
    convertDateTimesToDates: false,
    mesgListener: (globalNumber, message) => onMessage(globalNumber, message as FitMessage),
  });
  // Whatever the listener threw comes back here as well.
  const [error] = errors;
  if (error) throw error.message.startsWith('FIT Runtime Error') ? damaged(error.message) : error;
}
