// What an authenticator does with a secret (RFC 6238).
import { createHmac } from 'node:crypto'

const kLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function bytesOf(secret: string): Buffer {
    let bits = ''
    for (const letter of secret.replace(/[\s=]/g, '').toUpperCase())
        bits += kLetters.indexOf(letter).toString(2).padStart(5, '0')
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => parseInt(each, 2)))
}

const kHalfMinute = 30_000

/** The code of this half minute, or of one of its neighbours: each counts once. It is good for ten more seconds. */
export async function code(secret: string, ahead = 0): Promise<string> {
    const left = kHalfMinute - (Date.now() % kHalfMinute)
    if (left < 10_000) await new Promise((done) => setTimeout(done, left))
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / kHalfMinute) + ahead))
    const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest()
    const at = hash[hash.length - 1]! & 15
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
