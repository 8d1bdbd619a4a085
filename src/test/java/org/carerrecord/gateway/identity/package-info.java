@NullMarked
package org.carerrecord.gateway.identity;

import org.jspecify.annotations.NullMarked;
