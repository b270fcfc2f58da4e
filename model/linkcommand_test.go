package model

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sockeye/model/flow"
)

func TestCommandFPS(t *testing.T) {
	m := &Model{renders: renders{flow: flow.New(true)}}
	for _, tt := range []struct {
		typed, complaint string
		fps              int // 0: auto
	}{
		{"5", "", 5},
		{"60", "", 60},
		{"61", "61 is no pace", 60},
		{"0", "0 is no pace", 60},
		{"fast", "fast is no pace: it is auto, or a whole number from 1 to 60", 60},
		{"", ":fps auto", 60},
		{"auto", "", 0},
	} {
		_, err := m.commandFPS(strings.Fields(tt.typed))
		if (err != nil) != (tt.complaint != "") || err != nil && !strings.Contains(err.Error(), tt.complaint) {
			t.Errorf(":fps %s says %v, want %q", tt.typed, err, tt.complaint)
		}
		want := 100 * time.Millisecond
		if tt.fps > 0 {
			want = time.Second / time.Duration(tt.fps)
		}
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			m.renders.flow.WaitBatch(t.Context(), nil)
			if interval := time.Since(start); interval != want {
				t.Errorf("after :fps %s there is a batch every %v, want %v", tt.typed, interval, want)
			}
		})
	}
}

func TestCommandLink(t *testing.T) {
	m := &Model{renders: renders{flow: flow.New(true)}}
	for _, tt := range []struct {
		typed, complaint string
		lines            int // of 100 bytes, with a render
	}{
		{"1KiB/s", "", 2},
		{"2000B/s", "", 5},
		{"10B/s", "10B/s: this says not what a link carries: write `auto`, or bytes a second like `1KiB/s`, 100B/s at least", 5},
		{"1KiB", "1KiB: this says not", 5},
		{"", ":link auto", 5},
		{"auto", "", 1 << 20},
	} {
		_, err := m.commandLink(strings.Fields(tt.typed))
		if (err != nil) != (tt.complaint != "") || err != nil && !strings.Contains(err.Error(), tt.complaint) {
			t.Errorf(":link %s says %v, want %q", tt.typed, err, tt.complaint)
		}
		if lines := m.renders.flow.Budget(100); lines != tt.lines {
			t.Errorf("after :link %s a render has %d lines, want %d", tt.typed, lines, tt.lines)
		}
	}
}
