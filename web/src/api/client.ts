// The only place that speaks to the daemon. It adds what every call needs (language, Idempotency-Key), turns errors
// into Problems, and repeats a call once when a person has signed in again or shown the second proof that it wants.
import { lang, t } from '../words/words.svelte'
import { Problem, type ProblemBody } from './problem'

export interface Options {
    body?: unknown // sent as JSON, unless it is a Blob or a string
    type?: string
    ifMatch?: string | null
    ifNoneMatch?: string | null
    key?: string
    accept?: string
    signal?: AbortSignal
}

export interface Answer<T> {
    data: T
    etag: string | null
    status: number
    headers: Headers
}

// The house hangs its two dialogs in here; without one a call fails as the daemon answered.
export const gates: { signIn?: () => Promise<boolean>; stepUp?: () => Promise<boolean> } = {}
export const serverTime: { heard?: (headers: Headers, sentAt: number) => void } = {}

// An open page asks by itself, by time and for what it hears: only what follows a hand keeps a session alive.
const kHandMs = 60_000
let touched = performance.now()
for (const sign of ['pointerdown', 'keydown', 'touchstart']) {
    addEventListener(sign, () => (touched = performance.now()), { capture: true, passive: true })
}

const kStepUp = 'urn:breachd:step-up'
const kTimeoutMs = 30_000

export function newKey(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function request(method: string, options: Options): RequestInit {
    const headers: Record<string, string> = {
        'accept-language': lang.now === 'vi' ? 'vi, en;q=0.5' : 'en, vi;q=0.5',
        accept: options.accept ?? 'application/json',
    }
    if (method === 'GET' && performance.now() - touched > kHandMs) headers['x-by-itself'] = '1'
    const { body } = options
    let sent: BodyInit | undefined
    if (body instanceof Blob || typeof body === 'string') sent = body
    else if (body !== undefined) sent = JSON.stringify(body)
    if (sent !== undefined) headers['content-type'] = options.type ?? 'application/json'
    if (options.ifMatch) headers['if-match'] = options.ifMatch
    if (options.ifNoneMatch) headers['if-none-match'] = options.ifNoneMatch
    if (method === 'POST') headers['idempotency-key'] = options.key ?? newKey()
    const signal = options.signal ?? (body instanceof Blob ? undefined : AbortSignal.timeout(kTimeoutMs))
    return { method, headers, body: sent, signal, credentials: 'same-origin', cache: 'no-store' }
}

async function once(path: string, init: RequestInit): Promise<Response> {
    const sentAt = performance.now()
    try {
        const response = await fetch(path, init)
        serverTime.heard?.(response.headers, sentAt)
        return response
    } catch (thrown) {
        if (init.signal?.aborted && (init.signal.reason as Error)?.name === 'AbortError') throw thrown
        throw new Problem(0, { detail: t('offline') })
    }
}

async function problemOf(response: Response): Promise<Problem> {
    let body: ProblemBody = {}
    try {
        body = (await response.json()) as ProblemBody
    } catch {
        body = { detail: t('broken_answer', { status: response.status }) }
    }
    return new Problem(response.status, body)
}

export async function raw(method: string, path: string, options: Options = {}): Promise<Response> {
    const init = request(method, options) // one key for both tries
    let response = await once(path, init)
    if (response.ok || response.status === 304) return response
    let problem = await problemOf(response)
    const gate = problem.status === 401 ? gates.signIn : problem.type === kStepUp ? gates.stepUp : undefined
    if (!gate || !(await gate())) throw problem
    if (!options.signal && init.signal) init.signal = AbortSignal.timeout(kTimeoutMs)
    response = await once(path, init)
    if (response.ok) return response
    problem = await problemOf(response)
    throw problem
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
    const response = await raw(method, path, options)
    const json = (response.headers.get('content-type') ?? '').includes('json')
    const data = (json ? await response.json() : undefined) as T
    return { data, etag: response.headers.get('etag'), status: response.status, headers: response.headers }
}

export const get = <T>(path: string, options: Options = {}) => call<T>('GET', path, options)
export const post = <T>(path: string, body?: unknown, options: Options = {}) =>
    call<T>('POST', path, { ...options, body })

/** A path with a query; empty values are left out. */
export function at(path: string, query: Record<string, string | number | boolean | null | undefined>): string {
    const parts = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
    if (parts.length === 0) return path
    return path + '?' + parts.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')
}
