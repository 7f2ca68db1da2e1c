// The C functions by which WebLLM's script allocates memory and makes its own functions callable from WebAssembly.
// TVM has them in web/emcc/tvmjs_support.cc together with its remote procedure calls, which are not built here.
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>

#include <cstdint>
#include <string>

extern "C" {

// Provided by the script.
int TVMFFIWasmSafeCall(void* self, const TVMFFIAny* arguments, int32_t count, TVMFFIAny* result);
void TVMFFIWasmFunctionDeleter(void* self);

TVM_FFI_DLL void* TVMWasmAllocSpace(int bytes) {
  // As 64-bit words, so that every tensor is aligned.
  return new int64_t[(bytes + 7) / 8];
}

TVM_FFI_DLL void TVMWasmFreeSpace(void* space) {
  delete[] static_cast<int64_t*>(space);
}

TVM_FFI_DLL int TVMFFIWasmFunctionCreate(void* self, TVMFFIObjectHandle* out) {
  return TVMFFIFunctionCreate(self, TVMFFIWasmSafeCall, TVMFFIWasmFunctionDeleter, out);
}

TVM_FFI_DLL const char* TVMFFIWasmGetLastError() {
  static std::string last;
  last = tvm::ffi::details::MoveFromSafeCallRaised().what();
  return last.c_str();
}

}  // extern "C"
