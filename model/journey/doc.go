// Package journey is what an operator sees and types: the whole program in a real pseudo-terminal, against real servers
// on loopback, from the first screen to the exit code. It has tests only.
//
// A journey belongs here if it goes through more than one package, from the bytes on a socket to the text on
// the screen. What a single package can show by itself is tested there, and the command line in the program's own
// main_test.go.
package journey
