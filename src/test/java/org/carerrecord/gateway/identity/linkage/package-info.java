@NullMarked
package org.carerrecord.gateway.identity.linkage;

import org.jspecify.annotations.NullMarked;
