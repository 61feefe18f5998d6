import { createHash, createHmac } from 'node:crypto'

/** What opens objects of S3-compatible storage. */
export interface S3Access {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined
  readonly region: string
}

const EMPTY_SHA256 = createHash('sha256').update('').digest('hex')

/**
 * Headers of a GET request that S3-compatible storage accepts (AWS Signature Version 4, "Authenticating Requests: Using the Authorization
 * Header").
 * @param headers that are signed, too @param now milliseconds since 1970
 */
export function signS3Request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { accessKeyId, secretAccessKey, sessionToken, region }: S3Access,
  now: number
): Readonly<Record<string, string>> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const requestHeaders: Record<string, string> = {
    ...headers,
    'x-amz-content-sha256': EMPTY_SHA256,
    'x-amz-date': time,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken })
  }
  const signed = [...Object.entries(requestHeaders), ['host', url.host] as const].sort(([left], [right]) =>
    left < right ? -1 : 1
  )
  const names = signed.map(([name]) => name).join(';')
  const request = [
    'GET',
    url.pathname,
    '',
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    EMPTY_SHA256
  ]
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(request.join('\n')).digest('hex')].join(
    '\n'
  )
  let key: string | Buffer = `AWS4${secretAccessKey}`
  for (const part of [day, region, 's3', 'aws4_request']) key = createHmac('sha256', key).update(part).digest()
  const signature = createHmac('sha256', key).update(toSign).digest('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`
  return { ...requestHeaders, authorization }
}

/** Credentials, region and endpoint of S3, by the names that its tools use; undefined without credentials. */
export function s3AccessOf(
  env: Readonly<Record<string, string | undefined>>
): (S3Access & { readonly endpoint: string }) | undefined {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken
  } = env
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
  const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? `https://s3.${region}.amazonaws.com`
  return { accessKeyId, secretAccessKey, sessionToken, region, endpoint }
}
