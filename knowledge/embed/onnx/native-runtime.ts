/** ONNX Runtime as a native library. From 1.30 on its Linux build reports every session to its maker unless this is set before it is loaded:
 *  it keeps a device id in the home folder, writes logs into the folder of temporary files, and uploads where there is a network.
 *  Source: strings and behaviour of onnxruntime-node 1.30 (core/platform/posix/telemetry.cc). */
export async function nativeRuntime(): Promise<typeof import('onnxruntime-node')> {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  return import('onnxruntime-node');
}
