// The daemon's time. Every clock on the screen runs by it, never by this machine's: `now` is the last moment that the
// daemon said, moved on by the browser's own counter. In drill time a second of ours is more of the incident's: the
// rate is measured between two answers.
const state = $state({ now: Date.now(), known: false })

let server = Date.now()
let heardAt = performance.now()
let rate = 1
let scaled = false

export const clock = {
    get now(): number {
        return state.now
    },
    get known(): boolean {
        return state.known
    },
}

export function drillTime(on: boolean): void {
    scaled = on
    if (!on) rate = 1
}

/** `at` is what the daemon counts, `sentAt` when we asked (performance.now). */
export function heardTime(at: string, sentAt: number): void {
    const said = Date.parse(at)
    if (Number.isNaN(said)) return
    const here = performance.now()
    const middle = sentAt + (here - sentAt) / 2
    if (scaled && state.known && middle - heardAt > 1500) {
        const seen = (said - server) / (middle - heardAt)
        if (seen > 0.5) rate = seen
    }
    if (scaled && state.known && middle - heardAt <= 1500) return
    server = said
    heardAt = middle
    state.known = true
    tick()
}

function tick(): void {
    state.now = server + (performance.now() - heardAt) * rate
}

export function startClock(): void {
    setInterval(tick, 1000)
}
