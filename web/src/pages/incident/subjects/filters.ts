// Which people the list shows. The filters stand in the address, so that a link, "back" and an export mean the same.
import { label } from '../../../vocabulary.svelte'
import { lang, t, word } from '../../../words/words.svelte'

export const kStates = ['pending', 'told', 'unreachable', 'by_hand', 'pointed', 'impossible', 'removed']
export const kReplies = ['question', 'complaint', 'wrong_person', 'no_more', 'other']
export const kNoAddress = 'no_address'
const kFilters = ['state', 'channel', 'cause', 'reply'] as const
export type Filters = Record<(typeof kFilters)[number], string>

export function filtersOf(query: URLSearchParams): Filters {
    return Object.fromEntries(kFilters.map((name) => [name, query.get(name) ?? ''])) as Filters
}

/** The address with other filters; a look-up of one person ends with it. */
export function linkWith(now: Filters, changes: Partial<Filters>): string {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...now, ...changes })) if (value) query.set(name, value)
    const text = query.toString()
    return text ? '?' + text : location.pathname
}

/** A cause in words: the daemon's where a person was read with them. */
export function causeWords(cause: string, said: { words?: string; words_en?: string } = {}): string {
    if (cause === '') return ''
    const own = lang.now === 'vi' ? said.words : said.words_en
    return own || (cause === kNoAddress ? t('people.cause.no_address') : label('causes', cause))
}

export const replyWords = (reply: string) =>
    reply === 'any' ? t('people.filter.reply.any') : word('desk.reply.kind', reply)

/** The filters as a sentence; "" without one. */
export function filterWords(now: Filters): string {
    const parts: [string, string][] = [
        [t('list.state'), now.state && word('sub.state', now.state)],
        [t('people.filter.channel'), now.channel],
        [t('people.filter.cause'), causeWords(now.cause)],
        [t('people.filter.reply'), now.reply && replyWords(now.reply)],
    ]
    return parts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${name}: ${value}`)
        .join('; ')
}
