/**
 * Counts the bytes of every typed array and buffer that is made after this was loaded: they are outside of the heap, and no
 * limit of the heap holds for them. Import it before the code that makes them.
 */
let outside = 0;

/** V8 keeps arrays of up to this many bytes in the heap. */
const IN_HEAP = 64;

function count(bytes: number, [source]: readonly unknown[]): void {
  const isView = source instanceof ArrayBuffer;
  if (!isView && bytes > IN_HEAP) outside += bytes;
}

for (const name of ["Uint8Array", "Uint16Array", "Uint32Array", "Int32Array", "Float64Array"]) {
  const real = Reflect.get(globalThis, name) as typeof Uint8Array;
  const counting = new Proxy(real, {
    construct(target, args: unknown[], newTarget) {
      const made = Reflect.construct(target, args, newTarget) as Uint8Array;
      count(made.byteLength, args);
      return made;
    },
  });
  Reflect.set(globalThis, name, counting);
}

for (const name of ["from", "alloc", "allocUnsafe", "concat"] as const) {
  const real = Reflect.get(Buffer, name) as (...args: unknown[]) => Buffer;
  Reflect.set(Buffer, name, (...args: unknown[]) => {
    const made = real.apply(Buffer, args);
    count(made.length, args);
    return made;
  });
}

/** The bytes that were made since the last call. */
export function bytesOutside(): number {
  const bytes = outside;
  outside = 0;
  return bytes;
}
