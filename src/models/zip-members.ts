import { PassThrough, type Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';

/** One file of an archive; `open` may be called while it is visited. */
export interface ZipMember {
  readonly name: string;
  readonly bytes: number;
  open(): Promise<Readable>;
}

/**
 * Visits the files of a zip archive (wheels and jars too) one after another, streaming: no member is held in memory.
 * Names that would leave a folder, and sizes that differ from the archive's own list, are errors of the reader.
 */
export async function visitZip(file: string, visit: (member: ZipMember) => Promise<void>): Promise<void> {
  const zip = await openZip(file);
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry: Entry) => {
        if (entry.fileName.endsWith('/')) return zip.readEntry();
        visit(toMember(zip, entry)).then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

function toMember(zip: ZipFile, entry: Entry): ZipMember {
  return {
    name: entry.fileName,
    bytes: entry.uncompressedSize,
    open: () =>
      new Promise((resolve, reject) => {
        zip.openReadStream(entry, (error, stream) => {
          if (error) reject(error);
          else resolve(toIterable(stream));
        });
      }),
  };
}

/** The reader's streams of uncompressed members never close, which an async iteration would wait for. */
function toIterable(stream: Readable): Readable {
  const copy = new PassThrough();
  stream.on('error', (error) => copy.destroy(error));
  copy.on('close', () => stream.destroy());
  return stream.pipe(copy);
}
