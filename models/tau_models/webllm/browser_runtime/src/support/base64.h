// TVM's wheel lacks this header. Base64 is used to print tensors as JSON, which the browser never does.
#pragma once

#include <tvm/ffi/error.h>
#include <tvm/support/io.h>

namespace tvm {
namespace support {

class NoBase64Stream : public Stream {
 public:
  using Stream::Read;
  using Stream::Write;

  explicit NoBase64Stream(Stream*) {}
  size_t Read(void*, size_t) override { return Refuse(); }
  size_t Write(const void*, size_t) override { return Refuse(); }
  void InitPosition() {}
  void Finish() {}

 private:
  static size_t Refuse() {
    TVM_FFI_THROW(InternalError) << "Base64 is not part of the browser runtime.";
    return 0;
  }
};

using Base64InStream = NoBase64Stream;
using Base64OutStream = NoBase64Stream;

}  // namespace support
}  // namespace tvm
