/** What jazzer.js 4.0.0 asks for beyond Debian 12: by name only, see below. */
const newVersions = ['GLIBC_2.38', 'GLIBCXX_3.4.32']

/** The names under which newer headers call two old functions; the difference, binary literals, is not used. */
const newNames = '__isoc23_'

const weak = 2
const anyVersion = 1

/**
 * A shared object for Linux that asks for no version of the C and C++ libraries newer than those of Debian 12.
 *
 * The binary of jazzer.js was built where `strtol` and `strtoul` are called `__isoc23_strtol` and `__isoc23_strtoul`, a
 * name that libraries before 2.38 lack, and nothing else in it is new. So the two names lose their beginning, and the
 * two versions become optional, as the format allows (`VER_FLG_WEAK`).
 *
 * @param object a 64-bit ELF file, lower byte first; changed in place
 */
export function withOlderLibraries(object: Buffer): Buffer {
  const sections = sectionsOf(object)
  const names = sections('.dynstr').offset
  const optional = makeOptional(object, sections('.gnu.version_r').offset, names)
  const { offset: symbols, size } = sections('.dynsym')
  const { offset: versions } = sections('.gnu.version')
  for (let at = 0; at * symbolBytes < size; at++) {
    if (!optional.has(object.readUInt16LE(versions + at * 2))) continue
    const symbol = symbols + at * symbolBytes
    const name = object.readUInt32LE(symbol)
    if (!textAt(object, names + name).startsWith(newNames)) continue
    object.writeUInt32LE(name + newNames.length, symbol)
    object.writeUInt16LE(anyVersion, versions + at * 2)
  }
  return object
}

const symbolBytes = 24

interface Section {
  readonly offset: number
  readonly size: number
}

/** Finds sections by name. */
function sectionsOf(object: Buffer): (name: string) => Section {
  const [first, bytes, count] = [
    Number(object.readBigUInt64LE(0x28)),
    object.readUInt16LE(0x3a),
    object.readUInt16LE(0x3c),
  ]
  const headers = Array.from({ length: count }, (_, at) =>
    object.subarray(first + at * bytes, first + (at + 1) * bytes),
  )
  const sectionOf = (header: Buffer): Section => ({
    offset: Number(header.readBigUInt64LE(0x18)),
    size: Number(header.readBigUInt64LE(0x20)),
  })
  const ofNames = headers[object.readUInt16LE(0x3e)]
  if (ofNames === undefined) throw new TypeError('this is no ELF file')
  const names = sectionOf(ofNames).offset
  const sections = new Map(headers.map((each) => [textAt(object, names + each.readUInt32LE(0)), sectionOf(each)]))
  return (name) => sections.get(name) ?? { offset: 0, size: 0 }
}

/** Marks the new versions as optional and gives their indexes. */
function makeOptional(object: Buffer, first: number, names: number): ReadonlySet<number> {
  const indexes = new Set<number>()
  for (const library of linked(object, first)) {
    for (const version of linked(object, library + object.readUInt32LE(library + 8))) {
      if (!newVersions.includes(textAt(object, names + object.readUInt32LE(version + 8)))) continue
      object.writeUInt16LE(weak, version + 4)
      indexes.add(object.readUInt16LE(version + 6))
    }
  }
  return indexes
}

/** Offsets of records, each of which says how far it is to the next, and the last one 0. */
function* linked(object: Buffer, first: number): Generator<number> {
  for (let at = first, step = 1; step > 0; at += step) {
    yield at
    step = object.readUInt32LE(at + 12)
  }
}

function textAt(object: Buffer, offset: number): string {
  return object.toString('latin1', offset, object.indexOf(0, offset))
}
