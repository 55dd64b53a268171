// What differs between two texts, by lines and inside changed lines by words.
export interface Piece {
    kind: 'same' | 'old' | 'new'
    text: string
}

function longestCommon(a: string[], b: string[]): Piece[] {
    const rows = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
    for (let i = a.length - 1; i >= 0; i--)
        for (let j = b.length - 1; j >= 0; j--)
            rows[i]![j] = a[i] === b[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!)
    const out: Piece[] = []
    let i = 0
    let j = 0
    while (i < a.length || j < b.length) {
        if (i < a.length && j < b.length && a[i] === b[j]) {
            out.push({ kind: 'same', text: a[i]! })
            i++
            j++
        } else if (j < b.length && (i === a.length || rows[i]![j + 1]! >= rows[i + 1]![j]!)) {
            out.push({ kind: 'new', text: b[j++]! })
        } else out.push({ kind: 'old', text: a[i++]! })
    }
    return out
}

const kWordsMax = 1500

export function differences(before: string, after: string): Piece[] {
    const words = (text: string) => text.split(/(\s+)/)
    const [a, b] = [words(before), words(after)]
    if (a.length <= kWordsMax && b.length <= kWordsMax) return longestCommon(a, b)
    const lines = (text: string) => text.split(/(?<=\n)/)
    return longestCommon(lines(before), lines(after))
}

/** Parts of an SMS: 160 or 153 characters of GSM 03.38, 70 or 67 when a letter has a mark. */
export function smsParts(text: string): number {
    const plain = /^[\x20-\x7e\n\r£¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§¿äöñüà]*$/.test(text)
    const [one, each] = plain ? [160, 153] : [70, 67]
    return text.length <= one ? 1 : Math.ceil(text.length / each)
}
