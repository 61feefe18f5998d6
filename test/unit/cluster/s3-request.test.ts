import { describe, expect, it } from 'vitest'
import { s3AccessOf, signS3Request } from '../../../src-main/services/cluster/s3-request.ts'

const access = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1'
}

describe('requests to S3-compatible storage', () => {
  it('are signed as in the example of the specification', () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt')
    const headers = signS3Request(url, { range: 'bytes=0-9' }, access, Date.UTC(2013, 4, 24))
    expect(headers['x-amz-date']).toBe('20130524T000000Z')
    expect(headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,' +
        'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'
    )
  })

  it('take credentials, region and endpoint from the environment', () => {
    const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' }
    expect(s3AccessOf(env)).toMatchObject({ region: 'eu-west-1', endpoint: 'https://s3.eu-west-1.amazonaws.com' })
    expect(s3AccessOf({ ...env, AWS_ENDPOINT_URL: 'https://s3.example.org' })?.endpoint).toBe('https://s3.example.org')
    expect(s3AccessOf({ AWS_REGION: 'eu-west-1' })).toBeUndefined()
  })
})
