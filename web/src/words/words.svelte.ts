// The words of the console, by language. Vietnamese comes with the first screen, English when somebody wants it.
import vi from './vi/index'

export type Word = keyof typeof vi
export type Language = 'vi' | 'en'
type Words = Record<Word, string>

const kStored = 'breachd.language'
const state = $state<{ now: Language; words: Words }>({ now: 'vi', words: vi })

export const lang = {
    get now(): Language {
        return state.now
    },
}

export async function setLanguage(language: Language): Promise<void> {
    const words: Words = language === 'vi' ? vi : (await import('./en/index')).default
    state.words = words
    state.now = language
    document.documentElement.lang = language
    try {
        localStorage.setItem(kStored, language)
    } catch {
        // a browser that keeps nothing still works
    }
}

export async function startLanguage(): Promise<void> {
    let kept: string | null = null
    try {
        kept = localStorage.getItem(kStored)
    } catch {
        // as above
    }
    if (kept === 'en') await setLanguage('en')
}

/** The sentence of a word, with its {arguments} filled in. */
export function t(word: Word, args: Record<string, string | number> = {}): string {
    const text = state.words[word] ?? word
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole))
}

/** The words of a code that a fixed set has, such as a state; the code itself when it is a new one. */
export function word(group: string, code: string | null | undefined): string {
    if (!code) return '–'
    const key = `${group}.${code}` as Word
    return state.words[key] ?? code
}

/** One of two texts that the daemon gives in both languages. */
export function both(text: { vi?: string; en?: string } | null | undefined): string {
    if (!text) return ''
    return (state.now === 'vi' ? text.vi : text.en) || text.vi || text.en || ''
}
