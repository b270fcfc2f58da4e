//go:build !linux

package terminal

import "os"

// input is a file.
type input struct{ *os.File }

// newInput returns nil: a terminal is read as any other file.
func newInput(*os.File) *input { return nil }
