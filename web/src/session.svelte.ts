// Who sits here, and what this person may do. A session that ends while somebody works asks for the password over the
// screen as it is: nothing that was typed is lost.
import { call, gates, get, post, serverTime } from './api/client'
import { asProblem } from './api/problem'
import { drillTime, heardTime } from './live/clock.svelte'
import { closeStream, openStream } from './live/events.svelte'
import type { PasskeyProof } from './passkey'
import { learnName } from './words/who'

export interface Waiting {
    kind: string
    incident: string
    title: string
    what: { vi: string; en: string }
    due_at?: string | null
    overdue?: boolean
}
export interface OpenPage {
    incident_id: string
    why?: string
    created_at?: string
}

export interface Me {
    actor: string
    name: string
    person: { id: string; name: string } | null
    role: string
    mode?: string
    session: { id: string; expires_at: string; idle_until: string; stepped_up_until: string | null } | null
    now: string
    pages: OpenPage[]
    waiting: Waiting[]
    can: string[]
}

type State = 'asking' | 'out' | 'in' | 'unreachable'
const state = $state<{ me: Me | null; is: State; over: boolean; proving: boolean }>({
    me: null,
    is: 'asking',
    over: false,
    proving: false,
})

export const session = {
    get me(): Me | null {
        return state.me
    },
    get is(): State {
        return state.is
    },
    /** The session ended under a screen that is still there. */
    get over(): boolean {
        return state.over
    },
    /** A call wants password and code once more. */
    get proving(): boolean {
        return state.proving
    },
    /** Roles may act; the daemon decides, this only decides what is drawn as possible. */
    may(...roles: string[]): boolean {
        return state.me !== null && roles.includes(state.me.role)
    },
    get acts(): boolean {
        return session.may('responder', 'dpo')
    },
}

let waitingForSignIn: ((signedIn: boolean) => void)[] = []
let waitingForProof: ((proven: boolean) => void)[] = []

function settle(list: ((yes: boolean) => void)[], yes: boolean): void {
    for (const each of list) each(yes)
}

async function take(): Promise<void> {
    const sentAt = performance.now()
    const me = (await call<Me>('GET', '/api/v1/me')).data
    drillTime(me.mode === 'drill')
    if (me.now) heardTime(me.now, sentAt)
    state.me = me
    learnName(me.person?.id, me.person?.name)
}

export async function startSession(): Promise<void> {
    serverTime.heard = (headers, sentAt) => {
        const counted = headers.get('x-breachd-now')
        if (counted) heardTime(counted, sentAt)
    }
    try {
        await take()
        entered()
    } catch (thrown) {
        state.is = asProblem(thrown).status === 401 ? 'out' : 'unreachable'
    }
    gates.signIn = () => {
        if (state.is !== 'in') return Promise.resolve(false)
        state.over = true
        return new Promise((done) => waitingForSignIn.push(done))
    }
    gates.stepUp = () => {
        state.proving = true
        return new Promise((done) => waitingForProof.push(done))
    }
}

function entered(): void {
    state.is = 'in'
    state.over = false
    openStream()
    const all = waitingForSignIn
    waitingForSignIn = []
    settle(all, true)
}

export type Proof = { password: string; totp: string } | { passkey: PasskeyProof }

/** `proof` is asked for while a wrong password is an answer here, and no reason to ask again. */
export async function signIn(proof: () => Promise<Proof & { person?: string }>): Promise<void> {
    const over = gates.signIn
    const before = state.me?.actor
    gates.signIn = undefined
    try {
        await post('/api/v1/session', await proof())
        await take()
    } finally {
        gates.signIn = over
    }
    // What somebody else had on the screen is not this person's to save.
    if (state.over && before !== undefined && state.me?.actor !== before) return location.reload()
    entered()
}

export async function prove(proof: Proof): Promise<void> {
    await post('/api/v1/session/step-up', proof)
    endProof(true)
}

export function endProof(proven: boolean): void {
    state.proving = false
    const all = waitingForProof
    waitingForProof = []
    settle(all, proven)
}

export async function signOut(): Promise<void> {
    await call('DELETE', '/api/v1/session').catch(() => undefined)
    tabs?.postMessage('out')
    gone()
}

function gone(): void {
    closeStream()
    state.me = null
    state.is = 'out'
    state.over = false
}

// The other tabs of this browser show nothing more, either.
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('breachd')
if (tabs) tabs.onmessage = gone

/** Time, pages for me, what waits for me; also the sign of life while nothing happens. */
export async function refreshMe(): Promise<void> {
    if (state.is !== 'in') return
    await take().catch(() => undefined)
}

export const who = () => get<Me>('/api/v1/me')
