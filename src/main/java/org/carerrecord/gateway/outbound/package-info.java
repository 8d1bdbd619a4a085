/** The record in the formats that partners' systems take, under the agreement. */
@NullMarked
package org.carerrecord.gateway.outbound;

import org.jspecify.annotations.NullMarked;
