// The keyboard of the house. j and k move the focus between the rows of a list, Enter follows the first link of one.
import { go } from './router.svelte'

interface Keys {
    help: () => void
    search: () => void
}

const kPlaces: Record<string, string> = { t: '/', s: '/incidents', l: '/oncall', n: '/sources', k: '/channels' }

function typing(target: EventTarget | null): boolean {
    const element = target as HTMLElement | null
    return !!element?.closest('input, textarea, select, [contenteditable], dialog')
}

function move(by: number): void {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
    if (rows.length === 0) return
    const now = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement))
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + by))]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
}

// Of the row that has the focus, else of the incident that is open.
function acknowledge(): void {
    const row = document.activeElement?.closest('[data-row]')
    const own = row?.querySelector<HTMLElement>('[data-ack]')
    const button = own ?? document.querySelector<HTMLElement>('[data-ack-open]')
    button?.click()
}

// True when the row itself has the focus, and not something in it that takes Enter on its own.
function enter(): boolean {
    const row = document.activeElement
    if (!row?.matches('[data-row]') || row.matches('a, button')) return false
    const link = row.querySelector<HTMLElement>('a[href]')
    link?.click()
    return link !== null
}

export function startKeys(keys: Keys): () => void {
    let leader = 0
    function pressed(event: KeyboardEvent): void {
        if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
        if (performance.now() - leader < 1500 && kPlaces[event.key]) {
            leader = 0
            event.preventDefault()
            return go(kPlaces[event.key]!)
        }
        leader = event.key === 'g' ? performance.now() : 0
        if (event.key === '/') keys.search()
        else if (event.key === '?') keys.help()
        else if (event.key === 'j') move(1)
        else if (event.key === 'k') move(-1)
        else if (event.key === 'a') acknowledge()
        else if (event.key === 'Enter') {
            if (!enter()) return
        } else return
        event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
}
