// Passkeys: the daemon asks, the device answers, the daemon verifies. Everything binary travels as base64url.
import { get, post } from './api/client'
import { Problem } from './api/problem'
import { t } from './words/words.svelte'

export interface Passkey {
    id: string
    name: string
    made_at: string
    used_at: string | null
}
interface Challenge {
    challenge: string
    rp_id: string
    timeout_ms: number
}
interface Beginning {
    challenge: string
    rp: { id: string; name: string }
    user: { id: string; name: string; display_name: string }
    algorithms: number[]
    exclude: string[]
    timeout_ms: number
}
export interface PasskeyProof {
    id: string
    client_data: string
    authenticator_data: string
    signature: string
}

export const passkeysPossible = (): boolean => typeof PublicKeyCredential !== 'undefined'

function text(bytes: ArrayBuffer): string {
    const letters = String.fromCharCode(...new Uint8Array(bytes))
    return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
function bytes(text: string): Uint8Array<ArrayBuffer> {
    const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

async function device<T extends AuthenticatorResponse>(asked: Promise<Credential | null>): Promise<[string, T]> {
    const given = await asked.catch(() => null)
    if (!given) throw new Problem(400, { detail: t('passkey.refused') })
    const { rawId, response } = given as PublicKeyCredential
    return [text(rawId), response as T]
}

/** The device's answer to the question of `path`. */
export async function provenBy(path: string): Promise<PasskeyProof> {
    const { challenge, rp_id, timeout_ms } = (await post<Challenge>(path)).data
    const [id, answer] = await device<AuthenticatorAssertionResponse>(
        navigator.credentials.get({
            publicKey: { challenge: bytes(challenge), rpId: rp_id, timeout: timeout_ms, userVerification: 'required' },
        }),
    )
    return {
        id,
        client_data: text(answer.clientDataJSON),
        authenticator_data: text(answer.authenticatorData),
        signature: text(answer.signature),
    }
}

export const listPasskeys = async (): Promise<Passkey[]> =>
    (await get<{ items: Passkey[] }>('/api/v1/passkeys')).data.items

export async function addPasskey(name: string): Promise<void> {
    const { data } = await post<Beginning>('/api/v1/passkeys/begin')
    const [, made] = await device<AuthenticatorAttestationResponse>(
        navigator.credentials.create({
            publicKey: {
                challenge: bytes(data.challenge),
                rp: data.rp,
                user: { id: bytes(data.user.id), name: data.user.name, displayName: data.user.display_name },
                pubKeyCredParams: data.algorithms.map((alg) => ({ type: 'public-key', alg })),
                excludeCredentials: data.exclude.map((id) => ({ type: 'public-key', id: bytes(id) })),
                authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
                attestation: 'none',
                timeout: data.timeout_ms,
            },
        }),
    )
    await post('/api/v1/passkeys', {
        name,
        client_data: text(made.clientDataJSON),
        authenticator_data: text(made.getAuthenticatorData()),
    })
}
