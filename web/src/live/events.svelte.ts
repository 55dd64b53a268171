// What changes is heard as it happens: one stream of the journal, gathered to one call of each listener a second. While
// the stream is broken the house says since when, and what is on the screen is grey. The stream is read with fetch, for
// two reasons: an EventSource hears only kinds that it knows by name, and never the comments that are signs of life.
type Listener = () => void

const state = $state<{ since: number | null }>({ since: null })
export const connection = {
    /** Since when nothing is heard (this machine's clock); null while all is well. */
    get brokenSince(): number | null {
        return state.since
    },
}

const kSilenceMs = 45_000
const kRetryMs = 3_000

const listeners = new Map<string, Set<Listener>>() // "" hears everything
const waiting = new Set<string>()
let timer: ReturnType<typeof setTimeout> | null = null
let running: AbortController | null = null
let last = ''

export function onChange(incident: string, listener: Listener): () => void {
    const set = listeners.get(incident) ?? new Set<Listener>()
    set.add(listener)
    listeners.set(incident, set)
    return () => set.delete(listener)
}

function flush(): void {
    timer = null
    const who = new Set<Listener>(listeners.get('') ?? [])
    const all = waiting.has('')
    for (const [incident, set] of listeners) if (all || waiting.has(incident)) for (const each of set) who.add(each)
    waiting.clear()
    for (const each of who) each()
}

function note(incident: string): void {
    waiting.add(incident)
    // not all consoles at the same moment
    timer ??= setTimeout(flush, 700 + Math.random() * 600)
}

/** How far a list has come that is being imported, by whomever. */
export interface ImportProgress {
    import_id: string
    incident_id: string
    check: boolean
    rows: number
    rejected: number
    bytes: number
    bytes_total: number | null
}
const watching = new Set<(said: ImportProgress) => void>()

export function onImportProgress(listener: (said: ImportProgress) => void): () => void {
    watching.add(listener)
    return () => watching.delete(listener)
}

function take(block: string): void {
    let data = ''
    let kind = ''
    for (const line of block.split('\n')) {
        if (line.startsWith('event:')) kind = line.slice(6).trim()
        if (line.startsWith('id:')) last = line.slice(3).trim()
        if (line.startsWith('data:')) data += line.slice(5).trimStart()
    }
    if (!data) return
    if (kind === 'import_progress') {
        // No entry of the journal: nothing has changed yet.
        for (const each of watching) each(JSON.parse(data) as ImportProgress)
        return
    }
    try {
        note((JSON.parse(data) as { incident_id?: string }).incident_id ?? '')
    } catch {
        note('')
    }
}

const kAskMs = 30_000

/** Until the session ends: what is on the screen is read again from time to time. */
function hearNothing(signal: AbortSignal): Promise<void> {
    state.since = null
    const timer = setInterval(() => note(''), kAskMs)
    return new Promise((done) => {
        signal.addEventListener('abort', () => {
            clearInterval(timer)
            done()
        })
    })
}

async function listen(signal: AbortSignal): Promise<void> {
    const after = last ? `?after=${encodeURIComponent(last)}` : ''
    const response = await fetch('/api/v1/events' + after, { signal, headers: { accept: 'text/event-stream' } })
    if (response.status === 403) return hearNothing(signal) // a role without a stream, such as an administrator's
    if (!response.ok || !response.body) throw new Error(String(response.status))
    if (state.since !== null) note('') // what was missed
    state.since = null
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (;;) {
        const silence = setTimeout(() => void reader.cancel(), kSilenceMs)
        const { value, done } = await reader.read().finally(() => clearTimeout(silence))
        if (done) return
        text = (text + value).replaceAll('\r\n', '\n')
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
            take(text.slice(0, end))
            text = text.slice(end + 2)
        }
    }
}

export function openStream(): void {
    closeStream()
    const own = (running = new AbortController())
    void (async () => {
        while (!own.signal.aborted) {
            await listen(own.signal).catch(() => undefined)
            if (own.signal.aborted) return
            state.since ??= Date.now()
            await new Promise((done) => setTimeout(done, kRetryMs + Math.random() * 2000))
        }
    })()
}

export function closeStream(): void {
    running?.abort()
    running = null
}
