import { signature, sortedQuery } from './signature';

describe('The signature of a request', () => {
  test('is that of the example in the documentation of Amazon S3', () => {
    const headers = signature(
      {
        method: 'GET',
        host: 'examplebucket.s3.amazonaws.com',
        path: '/',
        query: { lifecycle: '' },
        body: Buffer.alloc(0),
      },
      { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      new Date('2013-05-24T00:00:00Z'),
    );
    expect(headers.authorization).toContain(
      'Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    );
  });

  test('covers a query that is sorted, with a value for every name', () => {
    expect(sortedQuery({ prefix: 'a b', 'list-type': '2', delimiter: '' })).toBe(
      'delimiter=&list-type=2&prefix=a%20b',
    );
  });
});
