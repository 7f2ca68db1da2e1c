// Where the runtime's sources look for the header; it lies with the public ones.
#pragma once

#include <tvm/support/bytes_io.h>
