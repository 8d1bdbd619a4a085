/** The packaged jar as its users run it: a process of its own, spoken to from outside. */
@NullMarked
package org.carerrecord.gateway.packaged;

import org.jspecify.annotations.NullMarked;
