#!/bin/sh
# Packs what bench/spark/gpu.ts needs on a machine with a GPU and nothing else, no network either: this checkout's sources, Node, the packages
# for Linux x64, and the Vulkan loader of this machine. Some 45 MB.
#
#   bench/spark/pack-gpu-kit.sh spark-gpu-kit.tar.xz          here
#   tar xJf spark-gpu-kit.tar.xz && spark-gpu-kit/run.sh OUT  there; OUT is a folder for spark-gpu.json
set -eu
root="$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)"
archive="$(realpath -m "${1:?name of the archive to write}")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
kit="$work/spark-gpu-kit"
mkdir -p "$kit/node_modules/onnxruntime-node/bin/napi-v6/linux" "$kit/node_modules/@huggingface" "$kit/lib" "$kit/test/fixtures" "$kit/test/engine"

node="$root/.runtime/node_modules/node/bin/node"
[ -x "$node" ] || node="$(command -v node)"
cp "$node" "$kit/node"
cp -r "$root/src" "$root/bench" "$root/package.json" "$kit/"
cp -r "$root/test/engine/spark" "$kit/test/engine/"
cp -r "$root/test/fixtures/spark" "$kit/test/fixtures/"
for package in protobufjs long zod yaml fft.js onnxruntime-common @huggingface/tokenizers; do
  [ -d "$root/node_modules/$package" ] || continue
  cp -rL "$root/node_modules/$package" "$kit/node_modules/$package"
done
for part in package.json dist lib; do cp -r "$root/node_modules/onnxruntime-node/$part" "$kit/node_modules/onnxruntime-node/"; done
cp -r "$root/node_modules/onnxruntime-node/bin/napi-v6/linux/x64" "$kit/node_modules/onnxruntime-node/bin/napi-v6/linux/"
for loader in /usr/lib/x86_64-linux-gnu/libvulkan.so.1; do [ -e "$loader" ] && cp -L "$loader" "$kit/lib/"; done

cat >"$kit/run.sh" <<'RUN'
#!/bin/sh
# run.sh OUT [options of bench/spark/gpu.ts]
set -eu
kit="$(CDPATH='' cd -- "$(dirname "$0")" && pwd)"
out="${1:?folder for the result}"
shift
mkdir -p "$out"
export LD_LIBRARY_PATH="$kit/lib:${LD_LIBRARY_PATH:-}" ORT_DISABLE_TELEMETRY=1
if [ -z "${VK_DRIVER_FILES:-}" ]; then
  for icd in /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json /etc/vulkan/icd.d/nvidia_icd.json /usr/share/vulkan/icd.d/nvidia_icd.json; do
    if [ -e "$icd" ]; then export VK_DRIVER_FILES="$icd"; break; fi
  done
fi
echo "Vulkan driver: ${VK_DRIVER_FILES:-left to the loader}"
cd "$kit"
exec "$kit/node" bench/spark/gpu.ts --out "$out/spark-gpu.json" "$@"
RUN
chmod +x "$kit/run.sh"
XZ_OPT="${XZ_OPT:--6 -T0}" tar cJf "$archive" -C "$work" spark-gpu-kit
ls -l "$archive"
