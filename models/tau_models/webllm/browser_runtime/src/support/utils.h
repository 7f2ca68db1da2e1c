// TVM's wheel lacks this header; nothing of it is used by the sources of the browser runtime.
#pragma once
