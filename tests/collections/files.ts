import fs, { type PathLike, type ReadStream, type Stats } from "node:fs";
import path from "node:path";

type Callback<T> = (error: Error | null, value?: T) => void;

/** The part of `fs` with which the runner reads the files of bodies. */
export interface FileResolver {
  stat(file: string, callback: Callback<Stats>): void;
  createReadStream(file: PathLike): ReadStream;
}

/**
 * Reads files below the folder of the collection, and no others: a collection is from somebody else.
 *
 * @param folder - absolute path
 */
export function filesBelow(folder: string): FileResolver {
  const inside = (file: string): string | undefined => {
    const whole = path.resolve(folder, file);
    return whole.startsWith(`${folder}${path.sep}`) ? whole : undefined;
  };
  return {
    stat(file, callback) {
      const found = inside(file);
      if (found === undefined) {
        callback(new Error(`"${file}" is not in the folder of the collection`));
        return;
      }
      fs.stat(found, callback);
    },
    createReadStream: (file) => fs.createReadStream(path.resolve(folder, file.toString())),
  };
}
