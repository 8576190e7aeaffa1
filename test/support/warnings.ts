/** Keeps the warnings of constructs off the test's output, and hands them to tests that ask. */
export function silenceWarnings(): jest.Mock {
  const emitWarning = jest.fn();
  beforeEach(() => {
    emitWarning.mockClear();
    jest.spyOn(process, 'emitWarning').mockImplementation(emitWarning);
  });
  afterEach(() => jest.restoreAllMocks());
  return emitWarning;
}
