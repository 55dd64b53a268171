// What a person's data are, as fields that can be typed into, and which of them were changed.
/** Of a list's columns, those that a person types into; an empty one of them is taken away. */
export const kTexts = ['name', 'guardian_of', 'email', 'phone', 'zalo_id', 'push_token', 'postal_address'] as const
export type Text = (typeof kTexts)[number]

export interface Opened extends Partial<Record<Text, string | null>> {
    subject_ref?: string | null
    further?: Record<string, string[] | undefined>
    language?: string
    kinds?: string[]
}

export interface Values extends Record<Text, string> {
    language: string
    kinds: string[]
}

/** Several addresses of a kind as in a cell of a list. */
export function valuesOf(person: Opened): Values {
    const texts = kTexts.map((name) => [
        name,
        [person[name], ...(person.further?.[name] ?? [])].filter((each) => !!each).join('; '),
    ])
    return { ...Object.fromEntries(texts), language: person.language || 'vi', kinds: person.kinds ?? [] }
}

/** Only what differs; null takes away. Nobody can lose the name. */
export function changesOf(before: Values, now: Values): Record<string, unknown> {
    const out: Record<string, unknown> = {}
    for (const name of kTexts) {
        const value = now[name].trim()
        if (value !== before[name]) out[name] = value || (name === 'name' ? '' : null)
    }
    if (now.language !== before.language) out.language = now.language
    const listed = (kinds: string[]) => [...kinds].sort().join(' ')
    if (listed(now.kinds) !== listed(before.kinds)) out.kinds = now.kinds
    return out
}
