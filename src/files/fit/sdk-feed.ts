import { Decoder, Stream } from '@garmin/fitsdk';
import { damaged } from '../refusals.ts';
import { createDeveloperFields } from './developer-fields.ts';
import type { FitMessage } from './fit-message.ts';
import { messageNumbers } from './message-numbers.ts';
import { type RecordReader, recordReader } from './record-reader.ts';
import { type SlimLayout, slimLayout } from './slim-layout.ts';
import type { Message, MessageDefinition } from './walk-messages.ts';

/** How the messages of a definition are read: by the SDK, reduced to a layout, or plainly. */
interface Way {
  layout: SlimLayout;
  read: RecordReader | undefined;
}

const chunkSize = 256 * 1024;
// The SDK keeps every message of a chunk as an object, so that the chunk bounds its memory.
const crcSize = 2; // read by the SDK, checked in `segments.ts`

/**
 * Hands messages to the Garmin SDK in chunks, reduced to the wanted fields, each chunk with the definitions it needs. Plain records are read here.
 * Call `flush` at the end of every segment: definitions do not outlive one.
 */
export function createSdkFeed(bytes: Uint8Array, onMessage: (globalNumber: number, message: FitMessage) => void) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const developer = createDeveloperFields(bytes);
  const chunk = new Uint8Array(chunkSize);
  const chunkView = new DataView(chunk.buffer);
  const plain = new WeakMap<MessageDefinition, Way | null>();
  const compressed = new WeakMap<MessageDefinition, Way | null>();
  const active = Array.from<SlimLayout | undefined>({ length: 16 });
  let length = 0;
  // Records come in the order of the file, so that once the SDK has read one it reads all that follow.
  let readsRecords = true;

  function flush(): void {
    if (length > 0) decodeChunk(chunk.slice(0, length + crcSize), onMessage);
    length = 0;
    active.fill(undefined);
  }

  function wayOf({ definition, headerTimestamp }: Message): Way | null {
    const ways = headerTimestamp === undefined ? plain : compressed;
    let way = ways.get(definition);
    if (way === undefined) {
      const layout = slimLayout(definition, developer.standIns(definition), headerTimestamp !== undefined);
      way = layout ? { layout, read: recordReader(definition, layout.fields) } : null;
      ways.set(definition, way);
    }
    return way;
  }

  function add(message: Message): void {
    const { definition, localNumber, start, headerTimestamp } = message;
    if (definition.globalNumber === messageNumbers.fieldDescription) developer.learn(message);
    const way = wayOf(message);
    if (!way) return;
    if (readsRecords && way.read) return onMessage(definition.globalNumber, way.read(view, start, headerTimestamp));
    const { layout } = way;
    if (definition.globalNumber === messageNumbers.record) readsRecords = false;
    if (length + 2 + layout.definition.length + layout.size > chunkSize - crcSize) flush();
    if (active[localNumber] !== layout) {
      chunk[length] = 0x40 | localNumber;
      chunk.set(layout.definition, length + 1);
      length += 1 + layout.definition.length;
      active[localNumber] = layout;
    }
    chunk[length++] = localNumber;
    const copied = layout.fields.reduce((sum, { size }) => sum + size, 0);
    if (copied < layout.size) {
      chunkView.setUint32(length, headerTimestamp ?? 0xffffffff, definition.littleEndian);
      length += 4;
    }
    for (const { offset, size } of layout.fields) {
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
