// A table of people comes in slices of at most 100,000 rows; the next one is named by `Link`. They are joined to one
// file: only the first has the heading and the mark of UTF-8.
import { at, raw, type Options } from '../../../api/client'
import type { Filters } from './filters'

const kSliceMs = 600_000 // a hundred thousand people are unsealed and sent
const kLineEnd = 10

const nextOf = (link: string | null) => /<(\?[^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1] ?? null

function withoutHeading(bytes: Uint8Array): Uint8Array {
    const end = bytes.indexOf(kLineEnd)
    return end < 0 ? new Uint8Array() : bytes.subarray(end + 1)
}

/** `onslice` hears the number of the slice that is fetched. */
export async function wholeTable(
    method: 'GET' | 'POST',
    path: string,
    filters: Filters,
    body: unknown,
    onslice: (n: number) => void,
): Promise<Blob> {
    const slices: Uint8Array[] = []
    let address: string | null = at(path, filters)
    for (let n = 1; address !== null; n++) {
        onslice(n)
        const options: Options = { accept: 'text/csv', body, signal: AbortSignal.timeout(kSliceMs) }
        const response: Response = await raw(method, address, options)
        const bytes = new Uint8Array(await response.arrayBuffer())
        slices.push(n === 1 ? bytes : withoutHeading(bytes))
        const next = nextOf(response.headers.get('link'))
        address = next === null ? null : path + next
    }
    return new Blob(slices as BlobPart[], { type: 'text/csv;charset=utf-8' })
}
