package model

import (
	"errors"
	"os"
	"syscall"
	"testing"

	"sockeye/feed/feedtest"
)

func TestWriteOnFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	d := drive(t, ticks(t, "ticks", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	if _, err := writeRows(full, d.m.tab().history.Chunks(), d.m.tab().redacted); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("on a full disk, the error is %v", err)
	}
	if _, err := full.Write(nil); !errors.Is(err, os.ErrClosed) {
		t.Errorf("the file is left open: %v", err)
	}
}
