import type { RecordPacket } from './part-protocol.ts'

/** Bytes of a packet: enough that a message costs nothing next to them. */
const packetBytes = 4 * 2 ** 20

/** Room for the record by which a packet becomes full. */
const lastRecordBytes = 2 ** 20

/** Collects raw records into packets. */
export class PacketWriter {
  #bytes = new Uint8Array(packetBytes + lastRecordBytes)
  #length = 0
  #ordinals: number[] = []
  #ends: number[] = []

  /** Whether there is a packet to be sent before more is added. */
  get isFull(): boolean {
    return this.#length >= packetBytes
  }

  get isEmpty(): boolean {
    return this.#ordinals.length === 0
  }

  /** Copies a record. */
  add(ordinal: number, json: Uint8Array): void {
    const length = this.#length + json.length
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(length + lastRecordBytes)
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(json, this.#length)
    this.#length = length
    this.#ordinals.push(ordinal)
    this.#ends.push(length)
  }

  /** Takes out what was collected. */
  take(): RecordPacket {
    const packet = {
      ordinals: Int32Array.from(this.#ordinals),
      ends: Uint32Array.from(this.#ends),
      bytes: this.#bytes.subarray(0, this.#length)
    }
    this.#bytes = new Uint8Array(packetBytes + lastRecordBytes)
    this.#length = 0
    this.#ordinals = []
    this.#ends = []
    return packet
  }
}
