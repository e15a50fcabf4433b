//go:build tools

// Package engine pins the Pulumi engine and all it is built from: go.mod names the versions, go.sum
// their hashes. Nothing is written in Go here; the import keeps the engine among the requirements.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
