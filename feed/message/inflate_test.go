package message

import (
	"bytes"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func TestFramesShareOneBuffer(t *testing.T) {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	long := w.EncodeAll(bytes.Repeat([]byte("sockeye "), 1000), nil)
	short := w.EncodeAll([]byte("salmon"), nil)
	f := inflater{method: "zstd", max: 1 << 20}
	first, err := f.bytes(long)
	if err != nil || len(first) != 8000 {
		t.Fatal(len(first), err)
	}
	for range 3 {
		plain, err := f.bytes(short)
		if err != nil || string(plain) != "salmon" {
			t.Fatalf("%q, %v", plain, err)
		}
		if &plain[0] != &first[0] {
			t.Error("a frame has a buffer of its own")
		}
	}
}
