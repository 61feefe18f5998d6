import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { defined } from '#shared/language/defined.ts'
import { peerPython, peers } from './peer-python.ts'

/** Whether the Python that was named or set up has the other programs. */
export const hasModelPeer =
  peerPython !== undefined &&
  spawnSync(peerPython, ['-c', 'import sklearn, lightgbm, statsmodels, skl2onnx, onnxmltools, onnxruntime']).status ===
    0

/** How to get what {@link askModelPeer} needs. */
export const modelPeerHint =
  'scikit-learn, lightgbm, statsmodels, skl2onnx, onnxmltools and onnxruntime are not installed. Run "python3 -m venv test/peers/.venv && test/peers/.venv/bin/pip install -r test/peers/requirements.txt", or name a Python that has them in POPULUS_PEER_PYTHON.'

/** What scikit-learn, LightGBM, statsmodels or onnxruntime answer. */
export function askModelPeer<T>(
  what: 'logistic' | 'trees' | 'validation' | 'onnx' | 'intervals' | 'smoothing',
  request: object
): T {
  const { stdout, stderr, status } = spawnSync(defined(peerPython), [join(peers, 'models.py')], {
    input: JSON.stringify({ what, ...request }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024
  })
  if (status !== 0) throw new Error(`The other program failed: ${stderr}`)
  return JSON.parse(stdout) as T
}
